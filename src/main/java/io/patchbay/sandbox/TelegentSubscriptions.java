package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All subscriptions at Telegent, oldest first, the deleted ones too. */
final class TelegentSubscriptions {

    private final Map<String, TelegentSubscription> byId = new LinkedHashMap<>();
    private final Settings settings;

    TelegentSubscriptions(Settings settings) {
        this.settings = settings;
    }

    void add(TelegentSubscription subscription) {
        byId.put(subscription.id, subscription);
    }

    Optional<TelegentSubscription> find(String id) {
        return Optional.ofNullable(byId.get(id)).filter(one -> !one.deleted());
    }

    Stream<TelegentSubscription> all() {
        return byId.values().stream();
    }

    Stream<TelegentSubscription> living() {
        return all().filter(one -> !one.deleted());
    }

    /** Those that lists may show. */
    Stream<TelegentSubscription> listed() {
        return settings.flag("deletedListedAsInactive") ? all() : living();
    }

    Answer get(Request request) {
        Optional<String> id = request.parameter("SubscriptionId");
        return id.isEmpty() ? TelegentErrors.badRequest("SubscriptionId is missing.")
                : id.flatMap(this::find).map(one -> Answer.json(200, one.json())).orElseGet(TelegentErrors::notFound);
    }

    /** @param owner the list's first field, such as <code>AccountId</code> */
    Answer list(Request request, String owner, String ownerId) {
        String filter = request.parameter("Filter").orElse("Active");
        return switch (filter) {
            case "All" -> list(listed(), owner, ownerId, filter);
            case "Active" -> list(listed().filter(TelegentSubscription::active), owner, ownerId, filter);
            case "Inactive" -> list(listed().filter(one -> !one.active()), owner, ownerId, filter);
            default -> TelegentErrors.badRequest("Filter must be one of All, Active and Inactive.");
        };
    }

    private static Answer list(Stream<TelegentSubscription> chosen, String owner, String ownerId, String filter) {
        ArrayNode results = Json.array();
        chosen.map(TelegentSubscription::json).forEach(results::add);
        ObjectNode list = Json.object().put(owner, ownerId).put("TotalSubscriptions", results.size()).put("Filter", filter);
        return Answer.json(200, list.set("Results", results));
    }

    void clear() {
        byId.clear();
    }
}
