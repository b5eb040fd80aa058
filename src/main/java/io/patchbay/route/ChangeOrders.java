package io.patchbay.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.contract.Problem;
import io.patchbay.contract.ProblemCode;
import io.patchbay.mapping.CanonicalOperation;
import io.patchbay.mapping.ProviderSheet;
import io.patchbay.operation.OperationKind;
import io.patchbay.routing.Offering;
import io.patchbay.schedule.DueKind;
import io.patchbay.subscription.Lifecycle;
import io.patchbay.subscription.Subscription;
import io.patchbay.subscription.Subscriptions;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** Orders on a subscription that exists. They always go to the account that holds it, whatever routing says today. */
@Component("changeOrders")
class ChangeOrders {

    private final Carriers carriers;
    private final Subscriptions subscriptions;
    private final Collisions collisions;
    private final HeldActivations held;
    private final ActivationTimes times;

    ChangeOrders(Carriers carriers, Subscriptions subscriptions, Collisions collisions, HeldActivations held, ActivationTimes times) {
        this.carriers = carriers;
        this.subscriptions = subscriptions;
        this.collisions = collisions;
        this.held = held;
        this.times = times;
    }

    public void activate(Exchange exchange) {
        begin(exchange, OperationKind.ACTIVATE, Lifecycle.ACTIVATE).ifPresent(order -> refuse(exchange, activation(order)));
    }

    public void cancel(Exchange exchange) {
        begin(exchange, OperationKind.CANCEL, Lifecycle.CANCEL).ifPresent(order -> refuse(exchange, cancellation(order)));
    }

    public void pause(Exchange exchange) {
        carried(exchange, OperationKind.PAUSE, CanonicalOperation.PAUSE, Lifecycle.PAUSE, Effects.changed());
    }

    public void resume(Exchange exchange) {
        carried(exchange, OperationKind.RESUME, CanonicalOperation.RESUME, Lifecycle.RESUME, Effects.changed());
    }

    public void sendSms(Exchange exchange) {
        carried(exchange, OperationKind.SEND_SMS, CanonicalOperation.SEND_SMS, Lifecycle.USE, Effect.NONE);
    }

    public void suspendPlanAttachment(Exchange exchange) {
        carried(exchange, OperationKind.SUSPEND_PLAN_ATTACHMENT, CanonicalOperation.SUSPEND_PLAN_ATTACHMENT, Lifecycle.USE, Effect.NONE);
    }

    public void update(Exchange exchange) {
        begin(exchange, OperationKind.UPDATE, Lifecycle.UPDATE).ifPresent(order -> refuse(exchange, update(order)));
    }

    public void moveActivation(Exchange exchange) {
        begin(exchange, OperationKind.MOVE_ACTIVATION, Lifecycle.MOVE_ACTIVATION).ifPresent(order -> refuse(exchange, move(order)));
    }

    public void dropActivation(Exchange exchange) {
        begin(exchange, OperationKind.DROP_ACTIVATION, Lifecycle.DROP_ACTIVATION).ifPresent(order -> order.effect = HeldHere.dropped());
    }

    private void carried(Exchange exchange, OperationKind kind, CanonicalOperation does, Lifecycle rule, Effect effect) {
        Order order = Order.of(exchange);
        order.kind = kind;
        Optional<Problem> problem = found(order).or(() -> capability(order, does)).or(() -> state(order.subscription, rule));
        problem.ifPresentOrElse(refused -> collisions.refuse(exchange, refused),
                () -> send(order, does, "immediate", order.inbound.body(), effect));
    }

    /** @return the order if its subscription exists, is in a state for it and has nothing else going on */
    private Optional<Order> begin(Exchange exchange, OperationKind kind, Lifecycle rule) {
        Order order = Order.of(exchange);
        order.kind = kind;
        Optional<Problem> problem = found(order).or(() -> state(order.subscription, rule));
        problem.ifPresent(refused -> collisions.refuse(exchange, refused));
        return problem.isPresent() ? Optional.empty() : Optional.of(order);
    }

    /** What was promised for this moment, as if it were ordered now. @return why it cannot be done */
    Optional<Problem> due(Order order, DueKind promise) {
        boolean begins = promise == DueKind.ACTIVATE;
        order.kind = begins ? OperationKind.ACTIVATE : OperationKind.CANCEL;
        order.effect = begins ? Effects.activated(order) : Effects.cancelled(order);
        return state(order.subscription, begins ? Lifecycle.ACTIVATE : Lifecycle.CANCEL).or(() -> begins ? activation(order) : cancellation(order));
    }

    Optional<Problem> found(Order order) {
        Optional<Subscription> found = subscriptions.find(order.inbound.tenant(), order.inbound.subscription());
        if (found.isEmpty()) {
            return Optional.of(Refused.notFound("The subscription"));
        }
        order.subscription = found.get();
        order.carriedBy(carriers.to(order.configuration, order.subscription.provider(), order.subscription.account()));
        return Optional.empty();
    }

    private static Optional<Problem> state(Subscription subscription, Lifecycle rule) {
        if (subscription.openOperation() != null) {
            return Optional.of(Refused.inProgress(subscription.openOperation()));
        }
        return rule.refuses(subscription).map(reason -> Problem.of(ProblemCode.WRONG_STATE, reason));
    }

    static Optional<Problem> capability(Order order, CanonicalOperation does) {
        if (order.unit == null || order.connection == null) {
            return Optional.of(Problem.of(ProblemCode.NOT_READY,
                    "The provider of this subscription is out of service in this gateway. Nothing was sent.")
                    .retryAfter(Duration.ofSeconds(30)));
        }
        return order.unit.refusal(does).map(Refused::capability);
    }

    private Optional<Problem> activation(Order order) {
        Subscription known = order.subscription;
        CanonicalOperation does = known.heldHere() ? CanonicalOperation.CREATE : CanonicalOperation.ACTIVATE;
        ObjectNode activation = held.with(known, order.inbound);
        Optional<Problem> refused = capability(order, does).or(() -> times.read(order, activation, ""));
        if (refused.isPresent()) {
            return refused;
        }
        NewOrders.Mode mode = NewOrders.Mode.timed(order.time, order.at, order.connection.account(), order.unit.sheet());
        ObjectNode sent = order.time.sent(activation, mode == NewOrders.Mode.SCHEDULED, Ending.keeps(order.unit.sheet()));
        send(order, does, mode.word(), does == CanonicalOperation.CREATE ? HeldHere.order(known, sent) : sent, Effects.activated(order));
        if (mode.isHeldHere()) {
            order.effect = HeldHere.scheduled(order.time.held(activation), order.time.due(), Ending.decided(order).at());
            return NewOrders.held(order);
        }
        order.notices = order.time.explained(Pointers.inRequest(order, order.notices));
        return Optional.empty();
    }

    private Optional<Problem> cancellation(Order order) {
        if (order.subscription.heldHere()) {
            order.effect = HeldHere.cancelled(order.at);
            return order.inbound.body().hasNonNull("at")
                    ? Optional.of(Refused.field("/at", "not-needed",
                            "Nothing has been made at the provider yet, so it is cancelled at once; leave out at."))
                    : Optional.empty();
        }
        return capability(order, CanonicalOperation.CANCEL).or(() -> isPlannedHere(order) ? planned(order) : ordered(order));
    }

    private static boolean isPlannedHere(Order order) {
        return order.inbound.body().hasNonNull("at") && order.unit.sheet().ends().cancelAt() == ProviderSheet.Keeper.GATEWAY;
    }

    private static Optional<Problem> ordered(Order order) {
        Optional<Problem> refused = ended(order);
        if (refused.isEmpty()) {
            send(order, CanonicalOperation.CANCEL, "immediate", order.inbound.body(), Effects.cancelled(order));
        }
        return refused;
    }

    /** The provider knows no dates, so it is asked nothing before this one has come; but what it could not do then is refused now. */
    private Optional<Problem> planned(Order order) {
        Optional<Problem> bad = times.readCancellation(order);
        if (bad.isPresent()) {
            return bad;
        }
        ObjectNode then = order.inbound.body().deepCopy();
        then.remove("at");
        send(order, CanonicalOperation.CANCEL, "immediate", then, HeldHere.ending(order.time.due()));
        return NewOrders.held(order);
    }

    /** A day means the whole of it, wherever on earth it is still that day. */
    private static Optional<Problem> ended(Order order) {
        String at = order.inbound.body().path("at").asText("");
        boolean past = at.length() > 10 ? OffsetDateTime.parse(at).toInstant().isBefore(order.at)
                : !at.isEmpty() && LocalDate.parse(at).isBefore(order.at.atOffset(ZoneOffset.ofHours(-12)).toLocalDate());
        return past ? Optional.of(Refused.field("/at", "past", "`at` lies in the past; leave it out to cancel as soon as possible.")) : Optional.empty();
    }

    private static Optional<Problem> update(Order order) {
        if (order.inbound.body().has("subscriber") && !order.subscription.heldHere()) {
            return Optional.of(Problem.of(ProblemCode.WRONG_STATE,
                    "The provider holds this subscription and its subscriber; only display and metadata can be changed here."));
        }
        order.effect = HeldHere.updated(order.inbound.body());
        int entries = HeldHere.metadata(order.subscription, order.inbound.body()).size();
        return entries <= HeldHere.MOST_METADATA ? Optional.empty() : Optional.of(Refused.field("/metadata", "length",
                "metadata would have " + entries + " entries; it may have at most " + HeldHere.MOST_METADATA + ". Remove some with null."));
    }

    private Optional<Problem> move(Order order) {
        Optional<Problem> bad = times.read(order, order.inbound.body(), "")
                .or(() -> order.time.until() == null ? Optional.empty() : capability(order, CanonicalOperation.CREATE));
        if (bad.isEmpty()) {
            order.effect = HeldHere.moved(order.time.held(order.inbound.body()), order.time.due(), Ending.decided(order).at());
            order.notices = order.time.explained(List.of());
        }
        return bad;
    }

    private static void send(Order order, CanonicalOperation does, String mode, ObjectNode command, Effect effect) {
        Offering offering = order.configuration.offerings().get(order.subscription.offeringId());
        order.does = does;
        order.effect = effect;
        order.context = WalkContext.of(order, mode, offering, command);
        Optional.ofNullable(order.inbound.path().get("attachmentId")).ifPresent(id -> order.context.put("planAttachmentId", id));
        order.notices = order.unit.losses(does, order.context);
        order.walk = order.unit.walk(does, order.context);
    }

    private void refuse(Exchange exchange, Optional<Problem> problem) {
        problem.ifPresent(refused -> collisions.refuse(exchange, refused));
    }
}
