package io.patchbay.schedule;

import java.time.Instant;

/**
 * A promise that a node has taken up to keep.
 *
 * @param dueAt the moment it was promised for
 * @param tries how often it has been taken up, this time included
 */
public record DueTask(String subscriptionId, DueKind kind, String tenant, String account, Instant dueAt, int tries) {
}
