package io.patchbay.operation;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Which operations a list shows; criteria are combined with and. */
public final class OperationFilter {

    private static final Map<String, String> CRITERIA = Map.of("tenant", "tenant = :tenant", "state", "state = :state",
            "account", "account = :account", "subscriptionId", "subscription_id = :subscriptionId", "before", "operation_id < :before");

    private final Map<String, Object> parameters = new HashMap<>();

    private OperationFilter(Map<String, String> query, String before, int limit) {
        CRITERIA.keySet().stream().filter(query::containsKey).forEach(name -> parameters.put(name, query.get(name)));
        if (before != null) {
            parameters.put("before", before);
        }
        parameters.put("limit", limit + 1);
    }

    /** Only what is this tenant's, whatever the query says. */
    public static OperationFilter of(String tenant, Map<String, String> query, String before, int limit) {
        OperationFilter filter = new OperationFilter(query, before, limit);
        filter.parameters.put("tenant", Objects.requireNonNull(tenant));
        return filter;
    }

    /** Everybody's, for operators. */
    public static OperationFilter ofAll(Map<String, String> query, String before, int limit) {
        return new OperationFilter(query, before, limit);
    }

    String where() {
        String where = CRITERIA.entrySet().stream().filter(criterion -> parameters.containsKey(criterion.getKey()))
                .map(Map.Entry::getValue).collect(Collectors.joining(" and "));
        return where.isEmpty() ? "true" : where;
    }

    Map<String, Object> parameters() {
        return parameters;
    }
}
