package io.patchbay.schedule;

import java.time.Instant;

/**
 * One wake-up and the work it led to.
 *
 * @param node  where it was
 * @param found how much there was to do; null where the work does not say
 * @param fault the class of what went wrong; null if nothing did
 */
public record Run(Instant began, Instant ended, String node, Integer found, String fault) {
}
