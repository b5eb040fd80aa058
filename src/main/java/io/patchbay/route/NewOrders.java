package io.patchbay.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.contract.Problem;
import io.patchbay.contract.ProblemCode;
import io.patchbay.mapping.CanonicalOperation;
import io.patchbay.mapping.ProviderSheet;
import io.patchbay.mapping.Verdict;
import io.patchbay.operation.OperationKind;
import io.patchbay.provider.Account;
import io.patchbay.provider.Scheduling;
import io.patchbay.routing.Decision;
import io.patchbay.routing.Offering;
import io.patchbay.routing.Router;
import io.patchbay.subscription.Details;
import io.patchbay.subscription.Subscription;
import io.patchbay.subscription.SubscriptionStatus;
import io.patchbay.subscription.Subscriptions;
import io.patchbay.subscription.TimeOrderedId;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** Decides who carries a new subscription, and whether anything has to be sent for it now. */
@Component("newOrders")
class NewOrders {

    private final Router router;
    private final Carriers carriers;
    private final Subscriptions subscriptions;
    private final Collisions collisions;
    private final ActivationTimes times;

    NewOrders(Router router, Carriers carriers, Subscriptions subscriptions, Collisions collisions, ActivationTimes times) {
        this.router = router;
        this.carriers = carriers;
        this.subscriptions = subscriptions;
        this.collisions = collisions;
        this.times = times;
    }

    public void create(Exchange exchange) {
        Order order = Order.of(exchange);
        order.kind = OperationKind.CREATE;
        order.creates = true;
        decided(order).ifPresent(problem -> collisions.refuse(exchange, problem));
    }

    private Optional<Problem> decided(Order order) {
        ObjectNode body = order.inbound.body();
        Optional<Problem> badTime = times.read(order, body.path("activation"), "/activation");
        if (badTime.isPresent()) {
            return badTime;
        }
        if (body.hasNonNull("referenceId") && subscriptions.referenceTaken(order.inbound.tenant(), body.get("referenceId").asText())) {
            return Optional.of(Refused.referenceTaken());
        }
        String id = TimeOrderedId.subscription(order.at.toEpochMilli());
        return switch (router.decide(order.configuration, order.inbound.tenant(), body, id)) {
            case Decision.UnknownOffering unknown -> Optional.of(Refused.field("/productOfferingId", "unknown-offering",
                    "productOfferingId names no offering of yours; see GET /v1/product-offerings."));
            case Decision.NoRoute none -> Optional.of(Problem.of(ProblemCode.NO_ROUTE, none.reason() + " Nothing was sent."));
            case Decision.Carried carried -> carriedBy(order, carried, id);
        };
    }

    private Optional<Problem> carriedBy(Order order, Decision.Carried carried, String id) {
        Account account = carried.account();
        order.carriedBy(carriers.to(account));
        Optional<Problem> missing = ChangeOrders.capability(order, CanonicalOperation.CREATE);
        if (missing.isPresent()) {
            return missing;
        }
        order.way.decision = carried;
        order.does = CanonicalOperation.CREATE;
        Mode mode = Mode.of(order, account, order.unit.sheet());
        order.subscription = subscription(order, carried, id, mode);
        if (mode.isHeldHere()) {
            order.context = WalkContext.of(order, mode.word(), carried.offering(), command(order, mode));
            return held(order);
        }
        sent(order, carried.offering(), mode);
        return Optional.empty();
    }

    /** As its unit and connection carry it: what their provider is told of it, and what it loses on its way there. */
    static void sent(Order order, Offering offering, Mode mode) {
        order.context = WalkContext.of(order, mode.word(), offering, command(order, mode));
        order.effect = Effects.created(order, mode == Mode.SHELL);
        order.notices = order.time.explained(order.unit.losses(order.does, order.context));
        order.walk = order.unit.walk(order.does, order.context);
    }

    /** What the provider could not do later is refused now, while the caller is still there to read it. */
    static Optional<Problem> held(Order order) {
        Optional<Problem> refused = order.unit.walk(order.does, order.context).verdict()
                .filter(verdict -> verdict.refusal() != null && isCertain(order, verdict))
                .map(verdict -> Judgement.problem(order, verdict));
        order.notices = order.time.explained(Pointers.inRequest(order, order.unit.losses(order.does, order.context)));
        order.does = null;
        return refused;
    }

    /** What a shell lacks may still come with its activation; what its provider cannot do it never will. */
    private static boolean isCertain(Order order, Verdict verdict) {
        return order.context.path("command").has("activation") || verdict.rule().startsWith("cannot:");
    }

    /** What is carried at once gets its end together with the word that it was made. */
    private static Subscription subscription(Order order, Decision.Carried carried, String id, Mode mode) {
        ObjectNode body = order.inbound.body();
        ObjectNode details = Details.ofOrder(body, carried.offering().name());
        details.put("operationId", order.operationId);
        if (mode == Mode.HELD_SHELL) {
            details.put(Details.SHELL, true);
        }
        Instant due = null;
        Instant end = null;
        if (mode == Mode.HELD_SCHEDULED) {
            details.set(Details.HELD_ACTIVATION, order.time.held(body.withObject("/activation")));
            due = order.time.due();
            end = Ending.decided(order).at();
        }
        return new Subscription(id, order.inbound.tenant(), body.path("referenceId").asText(null),
                mode == Mode.HELD_SCHEDULED ? SubscriptionStatus.SCHEDULED : SubscriptionStatus.PENDING,
                carried.account().provider(), carried.account().name(), null, carried.offering().id(), body.path("customerId").asText(),
                body.path("activation").path("msisdn").asText(null), due, end, order.operationId, details, 0, order.at, order.at);
    }

    /** A provider never sees a time that the gateway keeps itself. */
    private static ObjectNode command(Order order, Mode mode) {
        ObjectNode body = order.inbound.body();
        if (!body.has("activation")) {
            return body;
        }
        ObjectNode copy = body.deepCopy();
        copy.set("activation", order.time.sent(body.withObject("/activation"), mode == Mode.SCHEDULED, Ending.keeps(order.unit.sheet())));
        return copy;
    }

    /** How an order is carried out, by what it says of the activation and by who keeps dates and shells. */
    enum Mode {
        IMMEDIATE, SHELL, SCHEDULED, HELD_SHELL, HELD_SCHEDULED;

        static Mode of(Order order, Account account, ProviderSheet sheet) {
            if (!order.inbound.body().has("activation")) {
                return sheet.shell() == ProviderSheet.Shell.NATIVE ? SHELL : HELD_SHELL;
            }
            return timed(order.time, order.at, account, sheet);
        }

        static Mode timed(ActivationTime time, Instant now, Account account, ProviderSheet sheet) {
            if (!time.isLaterThan(now)) {
                return IMMEDIATE;
            }
            return account.scheduling() == Scheduling.PROVIDER && sheet.schedules() ? SCHEDULED : HELD_SCHEDULED;
        }

        boolean isHeldHere() {
            return this == HELD_SHELL || this == HELD_SCHEDULED;
        }

        String word() {
            return switch (this) {
                case SHELL, HELD_SHELL -> "shell";
                case SCHEDULED -> "scheduled";
                case IMMEDIATE, HELD_SCHEDULED -> "immediate";
            };
        }
    }

}
