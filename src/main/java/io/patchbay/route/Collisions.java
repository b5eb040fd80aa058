package io.patchbay.route;

import io.patchbay.contract.Problem;
import io.patchbay.operation.Opening;
import io.patchbay.operation.Operations;
import io.patchbay.operation.Replay;
import io.patchbay.subscription.Subscription;
import io.patchbay.subscription.Subscriptions;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/**
 * Refuses an order that collides with another one. What stands in its way may be the same order, sent twice under one idempotency
 * key and a moment faster: then the caller gets that one's answer and no refusal.
 */
@Component
class Collisions {

    private final Replays replays;
    private final Subscriptions subscriptions;
    private final Operations operations;

    Collisions(Replays replays, Subscriptions subscriptions, Operations operations) {
        this.replays = replays;
        this.subscriptions = subscriptions;
        this.operations = operations;
    }

    void refuse(Exchange exchange, Problem problem) {
        replays.answerIfKnown(exchange);
        if (!exchange.isRouteStop()) {
            replays.refuse(exchange, problem);
        }
    }

    /** The order could not be written down, so nothing was sent. */
    void refuse(Exchange exchange, Opening opening) {
        Order order = Order.of(exchange);
        if (opening instanceof Opening.LeaseLost && order.opened != null) {
            tellElsewhere(exchange);
            return;
        }
        // what stood in its way is found: another look would tell no more of its reference
        order.referenceUnasked = false;
        refuse(exchange, switch (opening) {
            case Opening.ReferenceTaken taken -> Refused.referenceTaken();
            case Opening.KeyTaken taken -> Refused.inFlight();
            case Opening.LeaseLost lost -> Refused.leaseLost(order.operationId);
            case Opening.InProgress running -> Refused.inProgress(running(order));
            case Opening.PoolEmpty empty -> throw new IllegalStateException("an empty pool is a matter of the walk");
            case Opening.Opened impossible -> throw new IllegalStateException("an opened operation needs no refusal");
        });
    }

    /** Another node has it: what that one says counts, and what this one still wanted to do is left alone. */
    void tellElsewhere(Exchange exchange) {
        Answers.give(exchange, elsewhere(Order.of(exchange)));
        exchange.setRouteStop(true);
    }

    /** The answer to an order that another node has ended, or goes on with. */
    Replay.Answered elsewhere(Order order) {
        return replays.answered(order.inbound.claim()).orElseGet(() ->
                Conclusion.accepted(order, operations.find(order.inbound.tenant(), order.operationId).orElseThrow()));
    }

    /** @return null if the other operation has ended by now */
    private String running(Order order) {
        return subscriptions.find(order.inbound.tenant(), order.subscription.id()).map(Subscription::openOperation).orElse(null);
    }
}
