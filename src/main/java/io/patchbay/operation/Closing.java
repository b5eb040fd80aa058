package io.patchbay.operation;

import io.patchbay.subscription.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The outcome of an operation, about to be written down.
 *
 * @param operation  with its new state, outcome and attempts
 * @param known      the subscription as it was read when the operation began
 * @param change     what the outcome means for the subscription; applied again if somebody wrote in between
 * @param rest       until somebody takes it up again; null if nobody has to, or only a person can
 * @param claim      the idempotency key it came with, null if none
 * @param answer     the answer to give, and to give again under the same key; one given while the order was still open stays
 * @param ended      provider handles of a subscription that ended: pools forget them
 * @param repeatable nothing was done and trying again may help: the same order may come again under the same idempotency key
 */
public record Closing(
        Operation operation,
        Subscription known,
        UnaryOperator<Subscription> change,
        Duration rest,
        Claim claim,
        Function<Subscription, Replay.Answered> answer,
        List<String> ended,
        boolean repeatable) {

    /** Nothing was done: whatever was reserved becomes free again. */
    boolean leavesNoEffect() {
        return operation.state() == OperationState.REJECTED;
    }

    boolean mayBeTriedAgain() {
        return repeatable && operation.state() == OperationState.REJECTED;
    }
}
