package io.patchbay.subscription;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which subscriptions of a tenant a list shows.
 *
 * @param equal  column to wanted value; only what the API can filter by
 * @param before the last subscription id of the page before, null for the first page
 */
public record SubscriptionFilter(String tenant, Map<String, String> equal, String before, int limit) {

    /** API parameter to column. */
    private static final Map<String, String> COLUMNS = Map.of("status", "status", "customerId", "customer_id", "referenceId", "reference_id",
            "productOfferingId", "offering_id", "msisdn", "msisdn", "iccid", "iccid", "provider", "provider");

    public static SubscriptionFilter of(String tenant, Map<String, String> query, String before, int limit) {
        Map<String, String> equal = query.entrySet().stream()
                .filter(parameter -> COLUMNS.containsKey(parameter.getKey()))
                .collect(Collectors.toMap(parameter -> COLUMNS.get(parameter.getKey()), Map.Entry::getValue));
        return new SubscriptionFilter(tenant, equal, before, limit);
    }

    String where() {
        StringBuilder where = new StringBuilder("tenant = :tenant");
        equal.keySet().forEach(column -> where.append(" and ").append(column).append(" = :").append(column));
        if (before != null) {
            where.append(" and subscription_id < :before");
        }
        return where.toString();
    }

    Map<String, Object> parameters() {
        Map<String, Object> parameters = new HashMap<>(equal);
        parameters.put("tenant", tenant);
        parameters.put("limit", limit + 1);
        if (before != null) {
            parameters.put("before", before);
        }
        return parameters;
    }
}
