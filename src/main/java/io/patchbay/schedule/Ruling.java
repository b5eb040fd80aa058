package io.patchbay.schedule;

import java.time.Instant;

/**
 * What a person decided about a wake-up.
 *
 * @param by     names the administrator's key
 * @param reason in the person's own words; null if none was asked for or given
 */
public record Ruling(String by, String reason, Instant at) {
}
