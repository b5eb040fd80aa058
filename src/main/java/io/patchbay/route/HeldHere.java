package io.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.subscription.Details;
import io.patchbay.subscription.Subscription;
import io.patchbay.subscription.SubscriptionStatus;
import java.time.Instant;
import java.util.List;

/** Changes to what only this gateway holds: shells, dates, display names. No provider is asked. */
final class HeldHere {

    /** As many as a create may bring. */
    static final int MOST_METADATA = 50;

    private HeldHere() {
    }

    /** The create order of a held subscription, with its activation. */
    static ObjectNode order(Subscription known, ObjectNode activation) {
        ObjectNode order = JsonNodeFactory.instance.objectNode();
        order.put("productOfferingId", known.offeringId());
        order.put("customerId", known.customerId());
        if (known.referenceId() != null) {
            order.put("referenceId", known.referenceId());
        }
        List.of("display", "subscriber", "extensions", "metadata").forEach(name -> Details.copy(known.details(), order, name));
        order.set("activation", activation);
        return order;
    }

    static Effect scheduled(ObjectNode activation, Instant due, Instant end) {
        return changing(SubscriptionStatus.SCHEDULED, due, end, details -> {
            details.set(Details.HELD_ACTIVATION, activation);
            Details.copy(activation, details, "sim");
        });
    }

    /** @param times as they are held from now on; both replace what was held */
    static Effect moved(ObjectNode times, Instant due, Instant end) {
        return changing(SubscriptionStatus.SCHEDULED, due, end, details -> {
            ObjectNode held = details.withObject("/" + Details.HELD_ACTIVATION);
            held.remove(List.of("until", ActivationTime.UNTIL_DAY));
            held.setAll(times);
        });
    }

    /** Back to a shell without any time; the rest of the activation data stays, so that only a new time is needed. */
    static Effect dropped() {
        return shell(List.of("at", "until", ActivationTime.UNTIL_DAY));
    }

    /** Back to a shell because its activation was refused; the end that was ordered with it is still meant. */
    static Effect refused() {
        return shell(List.of("at"));
    }

    private static Effect shell(List<String> without) {
        return changing(SubscriptionStatus.PENDING, null, null, details -> {
            details.put(Details.SHELL, true);
            details.withObject("/" + Details.HELD_ACTIVATION).remove(without);
        });
    }

    static Effect cancelled(Instant now) {
        return changing(SubscriptionStatus.CANCELLED, null, null, details -> {
            details.put("cancelledAt", now.toString());
            details.remove(List.of(Details.HELD_ACTIVATION, Details.SHELL));
        });
    }

    /** It goes on as it is until then, whatever its end was before. */
    static Effect ending(Instant end) {
        return new Effect() {
            @Override
            public Subscription succeeded(Subscription known, ObjectNode result) {
                return new Ending(end, null, null).given(known);
            }
        };
    }

    /**
     * The cancellation that is ordered when an end is due: for that day or moment where the provider was to be told beforehand, else, and
     * where it is too late for that, at once.
     */
    static ObjectNode dueEnd(Subscription known, Instant now) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        JsonNode details = known.details();
        boolean ahead = details.hasNonNull(Details.END_AHEAD) && !known.heldHere() && known.endsAt().isAfter(now);
        return ahead ? body.put("at", details.path(Details.END_DAY).asText(known.endsAt().toString())) : body;
    }

    /** JSON merge patch (RFC 7396) on display and metadata. */
    static Effect updated(ObjectNode patch) {
        return new Effect() {
            @Override
            public Subscription succeeded(Subscription known, ObjectNode result) {
                ObjectNode details = known.details().deepCopy();
                merge(details, patch);
                return known.with(known.status(), known.scheduledAt(), details);
            }
        };
    }

    /** The metadata as they will be after the patch. */
    static JsonNode metadata(Subscription known, ObjectNode patch) {
        ObjectNode details = known.details().deepCopy();
        merge(details, patch);
        return details.path("metadata");
    }

    private static void merge(ObjectNode target, ObjectNode patch) {
        patch.properties().forEach(field -> {
            switch (field.getValue()) {
                case NullNode removed -> target.remove(field.getKey());
                case ObjectNode deeper -> merge(target.withObject("/" + field.getKey().replace("~", "~0").replace("/", "~1")), deeper);
                default -> target.set(field.getKey(), field.getValue());
            }
        });
    }

    /** @param end which its provider will not keep; null if there is none or it will */
    private static Effect changing(SubscriptionStatus status, Instant due, Instant end, java.util.function.Consumer<ObjectNode> change) {
        return new Effect() {
            @Override
            public Subscription succeeded(Subscription known, ObjectNode result) {
                ObjectNode details = known.details().deepCopy();
                change.accept(details);
                return known.with(status, due, details).endingAt(end);
            }
        };
    }
}
