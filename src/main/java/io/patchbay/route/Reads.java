package io.patchbay.route;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.contract.Problem;
import io.patchbay.contract.ProblemCode;
import io.patchbay.mapping.CanonicalOperation;
import io.patchbay.mapping.Notice;
import io.patchbay.operation.Journal;
import io.patchbay.mapping.Verdict;
import io.patchbay.subscription.Lifecycle;
import io.patchbay.subscription.ProviderResult;
import io.patchbay.subscription.Subscription;
import io.patchbay.subscription.SubscriptionView;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** Questions about one subscription, answered from our record or by asking its provider. */
@Component("reads")
class Reads {

    private final ChangeOrders orders;
    private final Journal journal;
    private final Conclusion conclusion;
    private final JeopardyNotices jeopardies;
    private final Clock clock;

    Reads(ChangeOrders orders, Journal journal, Conclusion conclusion, JeopardyNotices jeopardies, Clock clock) {
        this.orders = orders;
        this.journal = journal;
        this.conclusion = conclusion;
        this.jeopardies = jeopardies;
        this.clock = clock;
    }

    /** Finds the subscription; asks the provider only if the caller wants that and the provider holds something. */
    public void subscription(Exchange exchange) {
        Order order = Order.of(exchange);
        Optional<Problem> missing = orders.found(order);
        boolean refresh = Boolean.parseBoolean(order.inbound.query().get("refresh")) && missing.isEmpty() && !order.subscription.heldHere();
        Optional<Problem> problem = refresh ? ChangeOrders.capability(order, CanonicalOperation.GET) : missing;
        problem.ifPresent(refused -> Answers.refuse(exchange, refused));
        if (problem.isEmpty() && refresh) {
            ask(order, CanonicalOperation.GET);
        }
    }

    public void usage(Exchange exchange) {
        prepare(exchange, CanonicalOperation.USAGE);
    }

    public void planAttachments(Exchange exchange) {
        prepare(exchange, CanonicalOperation.LIST_PLAN_ATTACHMENTS);
    }

    public void planAttachment(Exchange exchange) {
        prepare(exchange, CanonicalOperation.GET_PLAN_ATTACHMENT);
    }

    private void prepare(Exchange exchange, CanonicalOperation does) {
        Order order = Order.of(exchange);
        Optional<Problem> problem = orders.found(order)
                .or(() -> ChangeOrders.capability(order, does))
                .or(() -> Lifecycle.USE.refuses(order.subscription).map(reason -> Problem.of(ProblemCode.WRONG_STATE, reason)));
        problem.ifPresentOrElse(refused -> Answers.refuse(exchange, refused), () -> ask(order, does));
    }

    static void ask(Order order, CanonicalOperation does) {
        order.does = does;
        order.context = WalkContext.of(order, "immediate", order.configuration.offerings().get(order.subscription.offeringId()),
                JsonNodeFactory.instance.objectNode());
        Optional.ofNullable(order.inbound.path().get("attachmentId")).ifPresent(id -> order.context.put("planAttachmentId", id));
        order.notices = order.unit.losses(does, order.context);
        order.walk = order.unit.walk(does, order.context);
    }

    /** Lays the provider's news over the record; a record that an operation is just changing is shown, not written. */
    public void refreshed(Exchange exchange) {
        Order order = Order.of(exchange);
        if (order.walk != null && isUnknownToProvider(order)) {
            order.notices = List.of(new Notice("missing-at-provider", null,
                    "The provider does not know this subscription any more; this is what the gateway has on record."));
            return;
        }
        if (order.walk != null) {
            conclusion.read(exchange).ifPresent(patch -> order.subscription = learned(order.subscription, patch));
        }
    }

    private static boolean isUnknownToProvider(Order order) {
        return order.walk.verdict().map(Verdict::isAbsence).orElse(false);
    }

    Subscription learned(Subscription known, ObjectNode patch) {
        Subscription next = ProviderResult.refreshed(known, patch);
        boolean written = known.openOperation() == null && !next.equals(known) && journal.refresh(known, next, clock.instant());
        return written ? next.at(clock.instant().truncatedTo(ChronoUnit.MILLIS)) : next;
    }

    public void showSubscription(Exchange exchange) {
        Order order = Order.of(exchange);
        ObjectNode view = SubscriptionView.withNotices(SubscriptionView.of(order.subscription), Notices.json(order.notices));
        SubscriptionView.withNotices(view, Notices.json(jeopardies.of(order.subscription)));
        Answers.give(exchange, Answers.json(200, view, order));
    }

    public void showResult(Exchange exchange) {
        Order order = Order.of(exchange);
        conclusion.read(exchange).ifPresent(result -> Answers.give(exchange, Answers.json(200, listed(order, result), order)));
    }

    /** Mappings drop what is empty; a list is one all the same. */
    private static ObjectNode listed(Order order, ObjectNode result) {
        if (order.does == CanonicalOperation.LIST_PLAN_ATTACHMENTS) {
            result.withArray("/items");
        }
        return result;
    }

    public void showUsage(Exchange exchange) {
        Order order = Order.of(exchange);
        conclusion.read(exchange).ifPresent(result -> Answers.give(exchange, Answers.json(200, usage(order, result), order)));
    }

    private static ObjectNode usage(Order order, ObjectNode result) {
        ObjectNode usage = JsonNodeFactory.instance.objectNode().put("subscriptionId", order.subscription.id());
        usage.setAll(result);
        if (!usage.has("updatedAt")) {
            usage.put("updatedAt", order.at.toString());
        }
        usage.set("notices", Notices.json(order.notices));
        return usage;
    }
}
