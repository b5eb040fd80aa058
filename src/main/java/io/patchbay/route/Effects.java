package io.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.operation.OperationKind;
import io.patchbay.subscription.Details;
import io.patchbay.subscription.ProviderResult;
import io.patchbay.subscription.Subscription;
import io.patchbay.subscription.SubscriptionStatus;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/** The effects that provider operations have on a subscription. */
final class Effects {

    /** Orders whose notices say something about the subscription itself and stay with it. */
    private static final Set<OperationKind> LASTING = EnumSet.of(OperationKind.CREATE, OperationKind.ACTIVATE,
            OperationKind.MOVE_ACTIVATION);

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

    /** A shell got its activation. If that is refused it is the shell it was. */
    static Effect activated(Order order) {
        Effect made = created(order, false);
        return new Effect() {
            @Override
            public Subscription succeeded(Subscription known, ObjectNode result) {
                return made.succeeded(known, result);
            }
        };
    }

    /** It has ended, or its provider knows when: either way there is nothing left for this gateway to end. */
    static Effect cancelled(Order order) {
        return new Effect() {
            @Override
            public Subscription succeeded(Subscription known, ObjectNode result) {
                return Ending.NONE.given(ProviderResult.laidOver(known, result));
            }
        };
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
