package io.patchbay.operation;

import io.patchbay.subscription.Subscription;

/**
 * An operation about to be written down.
 *
 * @param subscription the one it creates, or the existing one as it was when the operation was found to be allowed
 * @param creates      whether the subscription is new
 * @param claim        the idempotency key it came with, null if none
 * @param promised     nobody waits for its answer: it is carried out because it was promised for this moment, and what becomes of it is told by an
 *                     {@link Event}
 */
public record Draft(Operation operation, Subscription subscription, boolean creates, Claim claim, boolean promised) {
}
