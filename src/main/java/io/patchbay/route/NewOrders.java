package io.patchbay.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.contract.Problem;
import io.patchbay.mapping.ProviderSheet;
import io.patchbay.mapping.Verdict;
import io.patchbay.operation.References;
import io.patchbay.provider.Account;
import io.patchbay.provider.Scheduling;
import io.patchbay.routing.Offering;
import io.patchbay.routing.Router;
import io.patchbay.subscription.TimeOrderedId;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** Decides who carries a new subscription, and whether anything has to be sent for it now. */
@Component("newOrders")
class NewOrders {

    private final Placing placing;
    private final References references;
    private final Collisions collisions;

    NewOrders(Router router, Wiring wiring, References references, Collisions collisions, ActivationTimes times) {
        this.placing = new Placing(router, wiring, times);
        this.references = references;
        this.collisions = collisions;
    }

    public void create(Exchange exchange) {
        Order order = Order.of(exchange);
        String id = TimeOrderedId.subscription(order.at.toEpochMilli());
        placing.timed(order).or(() -> taken(order)).or(() -> placing.placed(order, id)).ifPresent(problem -> collisions.refuse(exchange, problem));
    }

    /** Where it is not looked up, the commit that writes the order down finds out. What is accepted to be carried out later has another one. */
    private Optional<Problem> taken(Order order) {
        order.referenceUnasked = !order.inbound.async() && order.inbound.reference().filter(id -> !references.isLikely(order.inbound.tenant(), id)).isPresent();
        return order.referenceUnasked ? Optional.empty() : taken(order, references);
    }

    static Optional<Problem> taken(Order order, References references) {
        String own = order.subscription == null ? null : order.subscription.id();
        return order.inbound.reference().filter(id -> references.isTaken(order.inbound.tenant(), id, own)).map(taken -> Refused.referenceTaken());
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

    /** A provider never sees a time that the gateway keeps itself. */
    static ObjectNode command(Order order, Mode mode) {
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
