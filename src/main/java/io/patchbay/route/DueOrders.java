package io.patchbay.route;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.contract.Problem;
import io.patchbay.limit.Lane;
import io.patchbay.mapping.OutcomeClass;
import io.patchbay.mapping.Refusal;
import io.patchbay.mapping.Verdict;
import io.patchbay.routing.ConfigurationStore;
import io.patchbay.schedule.Due;
import io.patchbay.schedule.DueKind;
import io.patchbay.schedule.DueTask;
import io.patchbay.schedule.DueWork;
import io.patchbay.subscription.TimeOrderedId;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/**
 * Makes orders of what has been promised for this moment: the same orders as if a caller had come, with the same guarantees. What another
 * order has moved or is just changing is left alone.
 */
@Component("dueOrders")
class DueOrders {

    /** The exchange property that says what is due. */
    static final String TASK = "due";

    private final DueWork dueWork;
    private final ChangeOrders orders;
    private final ConfigurationStore configurations;
    private final Conclusion conclusion;
    private final Clock clock;

    DueOrders(DueWork dueWork, ChangeOrders orders, ConfigurationStore configurations, Conclusion conclusion, Clock clock) {
        this.dueWork = dueWork;
        this.orders = orders;
        this.configurations = configurations;
        this.conclusion = conclusion;
        this.clock = clock;
    }

    /** The order of a promise that came due; one that is not owed any more ends here. */
    public void begin(Exchange exchange) {
        DueTask task = exchange.getProperty(TASK, DueTask.class);
        owed(exchange, task).ifPresent(order -> begin(exchange, order, task));
    }

    private void begin(Exchange exchange, Order order, DueTask task) {
        order.lane = Lane.DUE;
        if (task.kind() == DueKind.ACTIVATE && isOver(order)) {
            exchange.setRouteStop(true);
            return;
        }
        if (task.kind() == DueKind.END) {
            order.inbound.body().setAll(HeldHere.dueEnd(order.subscription, order.at));
        }
        orders.due(order, task.kind()).ifPresent(problem -> refuse(exchange, order, problem));
    }

    /** So late that its end is due as well: that ends it, and nothing begins. */
    private static boolean isOver(Order order) {
        return order.subscription.endsAt() != null && !order.subscription.endsAt().isAfter(order.at);
    }

    /** @return empty, and the message ended, if the subscription does not want this any more, or at another moment */
    Optional<Order> owed(Exchange exchange, DueTask task) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Order order = new Order(inbound(task), configurations.inForce().unasked(task.tenant()), TimeOrderedId.operation(now.toEpochMilli()), now);
        exchange.setProperty(Order.PROPERTY, order);
        boolean found = orders.found(order).isEmpty();
        boolean owed = found && Due.of(order.subscription).stream().anyMatch(due -> isIt(due, task));
        if (found && !owed) {
            dueWork.correct(order.subscription);
        }
        exchange.setRouteStop(!owed);
        return owed ? Optional.of(order) : Optional.empty();
    }

    private static boolean isIt(Due due, DueTask task) {
        return due.kind() == task.kind() && (due.kind() == DueKind.LOOK || due.at().map(task.dueAt()::equals).orElse(true));
    }

    /** What will pass leaves the promise standing; anything else has to be known to whoever was promised it. */
    private void refuse(Exchange exchange, Order order, Problem problem) {
        if (problem.code().retryable()) {
            Answers.refuse(exchange, problem);
        } else {
            Refusal refusal = new Refusal(problem.code().code(), null, problem.detail(), List.of());
            conclusion.refuseDue(exchange, order, new Verdict(OutcomeClass.REJECTED, problem.code().code(), refusal, null, problem.detail()));
        }
    }

    private static Inbound inbound(DueTask task) {
        ObjectNode nothing = JsonNodeFactory.instance.objectNode();
        return new Inbound(null, task.tenant(), Map.of("id", task.subscriptionId()), Map.of(), nothing, false, null, false);
    }
}
