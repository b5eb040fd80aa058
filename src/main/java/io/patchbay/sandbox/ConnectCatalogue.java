package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Connect's product offerings: two mobile plans and one add-on. */
final class ConnectCatalogue {

    private final Map<String, Offering> offerings = new LinkedHashMap<>();

    record Offering(String id, String name, String type, String category, long dataMegaBytes, int netPrice) {
    }

    ConnectCatalogue() {
        add(new Offering("po-mobile-10gb", "Mobile 10 GB", "SUBSCRIPTION", "PRODUCT_CATEGORY_SUBSCRIPTION_CELL", 10_240, 15));
        add(new Offering("po-mobile-1gb", "Mobile 1 GB", "SUBSCRIPTION", "PRODUCT_CATEGORY_SUBSCRIPTION_CELL", 1_024, 5));
        add(new Offering("po-addon-5gb", "Extra 5 GB", "SUBSCRIPTION_ADDON", "PRODUCT_CATEGORY_EXTRA_DATA", 5_120, 8));
    }

    private void add(Offering offering) {
        offerings.put(offering.id, offering);
    }

    Optional<Offering> find(String id, String type) {
        return Optional.ofNullable(offerings.get(id)).filter(offering -> offering.type.equals(type));
    }

    static Answer unknown() {
        return ConnectErrors.notFound("PRODUCT_OFFERING", "There is no such product offering");
    }

    Answer get(String id) {
        return Optional.ofNullable(offerings.get(id)).map(offering -> Answer.json(200, full(offering)))
                .orElseGet(ConnectCatalogue::unknown);
    }

    Answer list(Optional<String> type) {
        ObjectNode page = Json.object();
        ArrayNode items = page.putArray("items");
        offerings.values().stream().filter(offering -> type.isEmpty() || type.get().equals(offering.type))
                .map(ConnectCatalogue::full).forEach(items::add);
        page.putObject("pagination");
        return Answer.json(200, page);
    }

    /** As embedded in a subscription. */
    static ObjectNode embedded(Offering offering) {
        ObjectNode json = Json.object().put("productOfferingId", offering.id).put("name", offering.name);
        ObjectNode price = json.putObject("price").put("currency", "USD").put("priceType", "ONE_TIME").put("discount", 0)
                .put("netPrice", offering.netPrice).put("boundMonths", 0);
        price.putObject("billingCycle").put("period", "MONTHLY").put("interval", 1);
        json.putObject("group").put("productOfferingGroupId", "mobile-plans").put("name", "Mobile plans")
                .put("category", offering.category);
        return json;
    }

    private static ObjectNode full(Offering offering) {
        ObjectNode json = embedded(offering).put("status", "AVAILABLE").put("type", offering.type);
        ObjectNode product = json.putObject("product").put("productId", "product-" + offering.id)
                .put("internalName", offering.name).put("type", offering.type).put("category", offering.category);
        product.putObject("features").put("dataMb", offering.dataMegaBytes).put("activationType", "INSTANT");
        return json.put("customerType", "CONSUMER");
    }
}
