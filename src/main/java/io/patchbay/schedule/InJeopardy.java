package io.patchbay.schedule;

import java.time.Instant;

/**
 * An order that is not expected to be carried out within its window.
 *
 * @param expectedAt when it will be done by the forecast; null if nobody knows
 */
public record InJeopardy(String subscriptionId, DueKind kind, String tenant, String account, Instant dueAt, Jeopardy jeopardy, Instant expectedAt) {
}
