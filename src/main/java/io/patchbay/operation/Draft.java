package io.patchbay.operation;

import io.patchbay.subscription.Subscription;

/**
 * An operation about to be written down.
 *
 * @param created the subscription it creates, null for an order on an existing one
 * @param claim   the idempotency key it came with, null if none
 */
public record Draft(Operation operation, Subscription created, Claim claim) {
}
