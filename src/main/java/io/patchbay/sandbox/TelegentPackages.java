package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Telegent's two packages. */
final class TelegentPackages {

    private final Map<String, ObjectNode> byId = new LinkedHashMap<>();
    private final TelegentSubscriptions subscriptions;
    private final String distributorId;

    TelegentPackages(TelegentSubscriptions subscriptions, String distributorId) {
        this.subscriptions = subscriptions;
        this.distributorId = distributorId;
        add("PID-9a8435dc-ca6e-4a98-b761-5e6dc04447db", "Mobile 10GB", 15);
        add("PID-11111111-ca6e-4a98-b761-5e6dc04447db", "Mobile 1GB", 5);
    }

    private void add(String id, String name, int price) {
        byId.put(id, Json.object().put("PackageId", id).put("PackageName", name).put("DistributorId", distributorId)
                .putNull("AggregatorId").putNull("SubscriberId").put("Type", "esim").put("Price", price)
                .put("Monthly", true).put("Active", true));
    }

    boolean knows(String id) {
        return byId.containsKey(id);
    }

    Answer get(Request request) {
        return with(request, found -> Answer.json(200, found));
    }

    Answer items(Request request) {
        return with(request, found -> {
            ArrayNode items = Json.array();
            String suffix = Json.text(found, "PackageId").substring("PID-".length());
            items.addObject().put("PackageItemId", "PIID-" + suffix).put("PackageId", Json.text(found, "PackageId"))
                    .put("ProductId", "PRID-" + suffix).putNull("AggregatorId").put("DistributorId", distributorId)
                    .put("Type", "data").put("Price", found.get("Price").asInt()).put("Monthly", true).put("Active", true);
            return Answer.json(200, items);
        });
    }

    Answer subscriptions(Request request) {
        return with(request, found -> {
            ObjectNode json = found.deepCopy();
            ArrayNode list = json.putArray("Subscriptions");
            subscriptions.listed().filter(one -> one.get("PackageId").equals(Json.text(found, "PackageId")))
                    .map(TelegentSubscription::json).forEach(list::add);
            return Answer.json(200, json);
        });
    }

    private Answer with(Request request, Function<ObjectNode, Answer> action) {
        Optional<String> id = request.parameter("PackageId");
        return id.isEmpty() ? TelegentErrors.badRequest("PackageId is missing.")
                : id.map(byId::get).map(action).orElseGet(TelegentErrors::notFound);
    }
}
