package io.patchbay.route;

import io.patchbay.contract.Problem;
import io.patchbay.operation.Opening;
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

    Collisions(Replays replays, Subscriptions subscriptions) {
        this.replays = replays;
        this.subscriptions = subscriptions;
    }

    void refuse(Exchange exchange, Problem problem) {
        replays.answerIfKnown(exchange);
        if (!exchange.isRouteStop()) {
            Answers.refuse(exchange, problem);
        }
    }

    /** The order could not be written down, so nothing was sent. */
    void refuse(Exchange exchange, Opening opening) {
        Order order = Order.of(exchange);
        refuse(exchange, switch (opening) {
            case Opening.ReferenceTaken taken -> Refused.referenceTaken();
            case Opening.KeyTaken taken -> Refused.inFlight();
            case Opening.LeaseLost lost -> Refused.leaseLost(order.operationId);
            case Opening.InProgress running -> Refused.inProgress(running(order));
            case Opening.PoolEmpty empty -> throw new IllegalStateException("an empty pool is a matter of the walk");
            case Opening.Opened impossible -> throw new IllegalStateException("an opened operation needs no refusal");
        });
    }

    /** @return null if the other operation has ended by now */
    private String running(Order order) {
        return subscriptions.find(order.inbound.tenant(), order.subscription.id()).map(Subscription::openOperation).orElse(null);
    }
}
