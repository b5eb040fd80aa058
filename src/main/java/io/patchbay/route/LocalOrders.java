package io.patchbay.route;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.operation.Closing;
import io.patchbay.operation.Journal;
import io.patchbay.operation.Opening;
import io.patchbay.operation.Operation;
import io.patchbay.operation.OperationState;
import io.patchbay.subscription.Subscription;
import java.util.List;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** Orders that need no provider, or not yet: written down together with their outcome, in one commit. */
@Component("localOrders")
class LocalOrders {

    private static final ObjectNode NO_RESULT = JsonNodeFactory.instance.objectNode();

    private final Journal journal;
    private final Collisions collisions;
    private final Replays replays;
    private final OperationMetrics metrics;

    LocalOrders(Journal journal, Collisions collisions, OperationMetrics metrics, Replays replays) {
        this.journal = journal;
        this.collisions = collisions;
        this.replays = replays;
        this.metrics = metrics;
    }

    public void record(Exchange exchange) {
        if (!replays.answersUnasked(exchange)) {
            recorded(exchange, Order.of(exchange));
        }
    }

    private void recorded(Exchange exchange, Order order) {
        Closing closing = closing(order);
        Journal.Recorded recorded = journal.record(order.draft(order.asOf(OperationState.RECEIVED, null)), closing);
        if (recorded.opening() instanceof Opening.Opened opened) {
            order.opened = opened.operation();
            metrics.ended(closing.operation());
            Answers.give(exchange, recorded.answer());
        } else {
            collisions.refuse(exchange, recorded.opening());
        }
    }

    private static Closing closing(Order order) {
        Operation done = order.asOf(OperationState.SUCCEEDED, outcome());
        return new Closing(done, order.subscription, known -> effected(order, known), null, order.inbound.claim(),
                subscription -> Success.answer(order, subscription, NO_RESULT), List.of(), false);
    }

    private static Subscription effected(Order order, Subscription known) {
        return Effects.noted(order, order.effect.succeeded(known, NO_RESULT));
    }

    private static ObjectNode outcome() {
        return JsonNodeFactory.instance.objectNode().put("class", "SUCCEEDED").put("rule", "held-by-the-gateway")
                .put("next", "Nothing: no provider was needed for it.");
    }
}
