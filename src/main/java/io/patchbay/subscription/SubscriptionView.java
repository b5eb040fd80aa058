package io.patchbay.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.OffsetDateTime;

/** How the canonical API shows a subscription; the shape is {@code Subscription} in {@code contracts/api/openapi.yaml}. */
public final class SubscriptionView {

    private SubscriptionView() {
    }

    public static ObjectNode of(Subscription subscription) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("subscriptionId", subscription.id());
        json.put("status", subscription.status().name());
        put(json, "referenceId", subscription.referenceId());
        json.put("customerId", subscription.customerId());
        put(json, "msisdn", subscription.msisdn());
        Details.SHOWN.forEach(name -> Details.copy(subscription.details(), json, name));
        pending(json, subscription);
        json.withObject("/metadata");
        json.withArray("notices");
        times(json, subscription);
        provider(json.putObject("provider"), subscription);
        return json;
    }

    /** Of what this gateway and the provider have planned, what comes first: nothing has a date before an activation that is held here. */
    private static void pending(ObjectNode json, Subscription subscription) {
        if (subscription.scheduledAt() != null) {
            pending(json, SubscriptionStatus.ACTIVATED, subscription.scheduledAt());
        } else if (subscription.endsAt() != null && !json.at("/pendingStatus").has("scheduledAt")) {
            pending(json, SubscriptionStatus.CANCELLED, subscription.endsAt());
        }
        JsonNode until = subscription.details().path(Details.HELD_ACTIVATION).path("until");
        if (subscription.endsAt() != null && !json.has("expiresAt")) {
            json.put("expiresAt", subscription.endsAt().toString());
        } else if (subscription.scheduledAt() != null && until.isTextual()) {
            json.put("expiresAt", OffsetDateTime.parse(until.asText()).toInstant().toString());
        }
    }

    private static void pending(ObjectNode json, SubscriptionStatus next, Instant at) {
        json.putObject("pendingStatus").put("status", next.name()).put("scheduledAt", at.toString());
    }

    private static void times(ObjectNode json, Subscription subscription) {
        json.put("createdAt", subscription.createdAt().toString());
        json.put("updatedAt", subscription.updatedAt().toString());
    }

    private static void provider(ObjectNode json, Subscription subscription) {
        json.put("name", subscription.provider());
        json.put("account", subscription.account());
        put(json, "subscriptionId", subscription.providerSubscriptionId());
    }

    private static void put(ObjectNode json, String name, String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    /** Adds what only this answer has to say; the record itself is not changed. */
    public static ObjectNode withNotices(ObjectNode view, ArrayNode more) {
        view.withArray("notices").addAll(more);
        return view;
    }
}
