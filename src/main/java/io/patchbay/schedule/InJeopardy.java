package io.patchbay.schedule;

import java.time.Instant;

/**
 * An order that is not expected to be carried out within its window.
 *
 * @param dueAt      what was ordered
 * @param keepBy     from when on its window counts: that moment, or an earlier one where its provider has to be told before
 * @param expectedAt when it will be done by the forecast; null if nobody knows
 */
public record InJeopardy(String subscriptionId, DueKind kind, String tenant, String account, Instant dueAt, Instant keepBy, Jeopardy jeopardy,
        Instant expectedAt) {
}
