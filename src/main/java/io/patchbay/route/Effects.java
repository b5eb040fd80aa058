package io.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.mapping.Notice;
import io.patchbay.operation.OperationKind;
import io.patchbay.schedule.Due;
import io.patchbay.schedule.DueKind;
import io.patchbay.subscription.Details;
import io.patchbay.subscription.ProviderResult;
import io.patchbay.subscription.Subscription;
import io.patchbay.subscription.SubscriptionStatus;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The effects that provider operations have on a subscription. */
final class Effects {

    /** Orders whose notices say something about the subscription itself and stay with it. */
    private static final Set<OperationKind> LASTING = EnumSet.of(OperationKind.CREATE, OperationKind.ACTIVATE,
            OperationKind.MOVE_ACTIVATION);

    private static final Logger log = LoggerFactory.getLogger(Effects.class);

    /** Codes of the notices that tell of a promise that could not be kept. */
    static final String ACTIVATION_REFUSED = "activation-refused";
    static final String END_REFUSED = "end-refused";

    private Effects() {
    }

    /** The effect of an operation that is taken up again. @param mode as its mappings were told, see {@link WalkContext} */
    static Effect of(Order order, String mode) {
        return switch (order.kind) {
            case CREATE -> created(order, mode.equals("shell"));
            case ACTIVATE -> activated(order);
            case CANCEL -> cancelled(order);
            case PAUSE, RESUME -> changed();
            case SUSPEND_PLAN_ATTACHMENT, SEND_SMS, UPDATE, MOVE_ACTIVATION, DROP_ACTIVATION -> Effect.NONE;
        };
    }

    /** The provider made it: from now on the provider's word counts. */
    static Effect created(Order order, boolean asShell) {
        return new Effect() {
            @Override
            public Subscription succeeded(Subscription known, ObjectNode result) {
                Subscription made = ProviderResult.laidOver(known, result);
                ObjectNode details = made.details().deepCopy();
                details.remove(Details.HELD_ACTIVATION);
                details.put(Details.SHELL, asShell);
                return Ending.of(order).given(made.with(made.status(), null, details));
            }

            @Override
            public Subscription refused(Subscription known) {
                return known.with(SubscriptionStatus.FAILED, null, known.details());
            }
        };
    }

    /** A shell got its activation. If that is refused it is the shell it was; one that was due is a shell again, for nobody may think it is still to come. */
    static Effect activated(Order order) {
        Effect made = created(order, false);
        return new Effect() {
            @Override
            public Subscription succeeded(Subscription known, ObjectNode result) {
                return made.succeeded(known, result);
            }

            @Override
            public Subscription refused(Subscription known) {
                return isOverdue(DueKind.ACTIVATE, known, order) ? told(order, withoutDate(known), ACTIVATION_REFUSED,
                        "The activation that was due at " + known.scheduledAt() + " was refused, and why says operation " + order.operationId
                                + ". It is a shell again: activate it with what was wrong put right.") : known;
            }

            @Override
            public Subscription postponed(Subscription known) {
                return known;
            }
        };
    }

    /** What has got its activation otherwise is no shell again for that. */
    private static Subscription withoutDate(Subscription known) {
        boolean waits = known.status() == SubscriptionStatus.SCHEDULED || known.isShell();
        return waits ? HeldHere.refused().succeeded(known, null) : known.with(known.status(), null, known.details());
    }

    /** It has ended, or its provider knows when. If its end was due and is refused for good, it goes on without one, and that is told. */
    static Effect cancelled(Order order) {
        return new Effect() {
            @Override
            public Subscription succeeded(Subscription known, ObjectNode result) {
                Subscription over = Ending.NONE.given(ProviderResult.laidOver(known, result));
                return known.scheduledAt() == null || over.status().isFinal() ? over.with(over.status(), null, over.details()) : planned(known, over);
            }

            @Override
            public Subscription refused(Subscription known) {
                return isOverdue(DueKind.END, known, order) ? told(order, Ending.NONE.given(known), END_REFUSED,
                        "The end that was ordered for " + known.endsAt() + " was refused, and why says operation " + order.operationId
                                + ". The subscription goes on: cancel it with what was wrong put right.") : known;
            }

            @Override
            public Subscription postponed(Subscription known) {
                return known;
            }
        };
    }

    /** The end is planned, and the activation held here comes before it or not at all. */
    private static Subscription planned(Subscription known, Subscription over) {
        boolean before = Due.of(over.with(over.status(), null, over.details())).stream().filter(due -> due.kind() == DueKind.LOOK)
                .flatMap(due -> due.at().stream()).anyMatch(end -> end.isAfter(known.scheduledAt()));
        return over.with(before ? SubscriptionStatus.SCHEDULED : SubscriptionStatus.PENDING, before ? known.scheduledAt() : null, over.details());
    }

    private static boolean isOverdue(DueKind promise, Subscription known, Order order) {
        return Due.of(known).stream().filter(due -> due.kind() == promise).flatMap(due -> due.at().stream()).anyMatch(at -> at.isBefore(order.at.plusMillis(1)));
    }

    private static Subscription told(Order order, Subscription subscription, String code, String message) {
        log.warn("Subscription {} of account {} could not have what was due ({}): it was refused, operation {} says why, and its reseller is told by an event",
                subscription.id(), subscription.account(), order.kind.word(), order.operationId);
        ObjectNode details = subscription.details().deepCopy();
        details.put("operationId", order.operationId);
        details.withArray("/notices").add(Notices.json(List.of(new Notice(code, null, message))).get(0));
        return subscription.with(subscription.status(), subscription.scheduledAt(), details);
    }

    static Effect changed() {
        return new Effect() {
            @Override
            public Subscription succeeded(Subscription known, ObjectNode result) {
                return ProviderResult.laidOver(known, result);
            }
        };
    }

    static boolean isLasting(OperationKind kind) {
        return LASTING.contains(kind);
    }

    /** Leaves the operation's mark on the subscription it changed. */
    static Subscription noted(Order order, Subscription subscription) {
        if (order.effect == Effect.NONE && !order.creates) {
            return subscription;
        }
        ObjectNode details = subscription.details().deepCopy();
        details.put("operationId", order.operationId);
        forget(details.path("notices").elements(), order);
        if (isLasting(order.kind)) {
            add(details.withArray("/notices"), Notices.json(order.notices));
        }
        return subscription.with(subscription.status(), subscription.scheduledAt(), details);
    }

    private static void forget(Iterator<JsonNode> told, Order order) {
        while (told.hasNext()) {
            if (ActivationTime.outdates(order, told.next())) {
                told.remove();
            }
        }
    }

    /** An activation adds to what the order before it had to say, and repeats nothing. */
    private static void add(ArrayNode told, ArrayNode more) {
        Set<JsonNode> known = new HashSet<>();
        told.forEach(known::add);
        more.forEach(notice -> {
            if (known.add(notice)) {
                told.add(notice);
            }
        });
    }
}
