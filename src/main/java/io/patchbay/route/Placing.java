package io.patchbay.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.contract.Problem;
import io.patchbay.contract.ProblemCode;
import io.patchbay.mapping.CanonicalOperation;
import io.patchbay.operation.OperationKind;
import io.patchbay.provider.Account;
import io.patchbay.routing.Decision;
import io.patchbay.routing.Router;
import io.patchbay.subscription.Details;
import io.patchbay.subscription.Subscription;
import io.patchbay.subscription.SubscriptionStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides who carries a new subscription and what would be sent for it. Reads and writes nothing and sends nothing, so an order that is only
 * thought of can be placed as well as one that has come.
 */
final class Placing {

    private final Router router;
    private final Wiring wiring;
    private final ActivationTimes times;

    Placing(Router router, Wiring wiring, ActivationTimes times) {
        this.router = router;
        this.wiring = wiring;
        this.times = times;
    }

    /** The first question to a create: what time it speaks of. @return what is wrong with that */
    Optional<Problem> timed(Order order) {
        order.kind = OperationKind.CREATE;
        order.creates = true;
        return times.read(order, order.inbound.body().path("activation"), "/activation");
    }

    /** Follows {@link #timed}. @param id the subscription's, by which weights are shared out @return why nobody carries it */
    Optional<Problem> placed(Order order, String id) {
        return switch (router.decide(order.configuration, order.inbound.tenant(), order.inbound.body(), id)) {
            case Decision.UnknownOffering unknown -> Optional.of(Refused.field("/productOfferingId", "unknown-offering",
                    "productOfferingId names no offering of yours; see GET /v1/product-offerings."));
            case Decision.NoRoute none -> Optional.of(Problem.of(ProblemCode.NO_ROUTE, none.reason() + " Nothing was sent."));
            case Decision.Draining draining -> Optional.of(Refused.draining());
            case Decision.Carried carried -> carriedBy(order, carried, id);
        };
    }

    private Optional<Problem> carriedBy(Order order, Decision.Carried carried, String id) {
        Account account = carried.account();
        order.carriedBy(wiring.to(account));
        Optional<Problem> missing = ChangeOrders.capability(order, CanonicalOperation.CREATE);
        if (missing.isPresent()) {
            return missing;
        }
        order.way.decision = carried;
        order.does = CanonicalOperation.CREATE;
        NewOrders.Mode mode = NewOrders.Mode.of(order, account, order.unit.sheet());
        order.subscription = subscription(order, carried, id, mode);
        if (mode.isHeldHere()) {
            order.context = WalkContext.of(order, mode.word(), carried.offering(), NewOrders.command(order, mode));
            return NewOrders.held(order);
        }
        NewOrders.sent(order, carried.offering(), mode);
        return Optional.empty();
    }

    /** What is carried at once gets its end together with the word that it was made. */
    private static Subscription subscription(Order order, Decision.Carried carried, String id, NewOrders.Mode mode) {
        ObjectNode body = order.inbound.body();
        ObjectNode details = Details.ofOrder(body, carried.offering().name());
        details.put("operationId", order.operationId);
        if (mode == NewOrders.Mode.HELD_SHELL) {
            details.put(Details.SHELL, true);
        }
        Instant due = null;
        Instant end = null;
        if (mode == NewOrders.Mode.HELD_SCHEDULED) {
            details.set(Details.HELD_ACTIVATION, order.time.held(body.withObject("/activation")));
            due = order.time.due();
            end = Ending.decided(order).at();
        }
        return new Subscription(id, order.inbound.tenant(), body.path("referenceId").asText(null),
                mode == NewOrders.Mode.HELD_SCHEDULED ? SubscriptionStatus.SCHEDULED : SubscriptionStatus.PENDING,
                carried.account().provider(), carried.account().name(), null, carried.offering().id(), body.path("customerId").asText(),
                body.path("activation").path("msisdn").asText(null), due, end, order.operationId, details, 0, order.at, order.at);
    }
}
