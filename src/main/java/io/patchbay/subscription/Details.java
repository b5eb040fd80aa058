package io.patchbay.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The names inside {@link Subscription#details()}: what the API shows of it, and what only the gateway needs. */
public final class Details {

    /** Shown as they are. */
    static final List<String> SHOWN = List.of("pendingStatus", "display", "sim", "productOffering", "subscriber", "extensions",
            "metadata", "activatedAt", "cancelledAt", "expiresAt", "operationId", "notices");

    /** True until the activation data of a shell has been given. */
    public static final String SHELL = "shell";
    /** The activation held here until it is due. When that is says {@link Subscription#scheduledAt()}; its own `at` is what the caller wrote. */
    public static final String HELD_ACTIVATION = "heldActivation";
    /** How long before {@link Subscription#endsAt()} its provider wants to be told, as an ISO-8601 duration; absent where at that moment will do. */
    public static final String END_AHEAD = "endAhead";
    /** The day that was named as the end, for a provider that is told beforehand and ends by the day; absent where a moment was named. */
    public static final String END_DAY = "endDay";
    /** The provider's own identifiers, needed to address the subscription there. */
    public static final String HANDLES = "handles";
    /** The provider's own time of its last change; an older one must not overwrite a newer one. */
    public static final String PROVIDER_UPDATED_AT = "providerUpdatedAt";

    private Details() {
    }

    /** The fields of a create order that stay with the subscription. */
    public static ObjectNode ofOrder(ObjectNode command, String offeringName) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        for (String name : List.of("display", "subscriber", "extensions", "metadata")) {
            copy(command, details, name);
        }
        details.putObject("productOffering")
                .put("productOfferingId", command.path("productOfferingId").asText())
                .put("name", offeringName);
        copy(command.path("activation"), details, "sim");
        return details;
    }

    public static void copy(JsonNode from, ObjectNode to, String name) {
        if (from.hasNonNull(name)) {
            to.set(name, from.get(name).deepCopy());
        }
    }
}
