package io.patchbay.route;

import io.patchbay.contract.Problem;
import io.patchbay.limit.Lane;
import io.patchbay.mapping.CanonicalOperation;
import io.patchbay.mapping.OutcomeClass;
import io.patchbay.schedule.DueTask;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/**
 * Asks a provider that tells nothing by itself how a subscription stands that is going to change: one that waits for its activation there,
 * or whose end it has announced. What it says is laid over the record like any other news.
 */
@Component("looks")
class Looks {

    private static final Set<String> ANSWERED = Set.of(OutcomeClass.SUCCEEDED.name(), OutcomeClass.REJECTED.name());

    private final DueOrders orders;

    Looks(DueOrders orders) {
        this.orders = orders;
    }

    public void begin(Exchange exchange) {
        DueTask task = exchange.getProperty(DueOrders.TASK, DueTask.class);
        orders.owed(exchange, task).ifPresent(order -> ask(exchange, order));
    }

    /** Whether the provider said anything about it: what was withheld or lost is no look. */
    static boolean wasAnswered(Order order) {
        return order != null && !order.attempts.isEmpty() && ANSWERED.contains(order.attempts.getLast().outcomeClass());
    }

    private static void ask(Exchange exchange, Order order) {
        order.lane = Lane.POLLING;
        Optional<Problem> cannot = ChangeOrders.capability(order, CanonicalOperation.GET);
        if (cannot.isPresent() || order.subscription.openOperation() != null) {
            exchange.setRouteStop(true);
        } else {
            Reads.ask(order, CanonicalOperation.GET);
        }
    }
}
