package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** The pools of a contract case: a pool that command.json gives is never restocked, any other begins empty. */
final class ItemStock {
    private final Map<String, Deque<String>> items = new HashMap<>();

    ItemStock(JsonNode given) {
        given.fields().forEachRemaining(pool -> add(pool.getKey(), pool.getValue()));
    }

    boolean knows(String pool) {
        return items.containsKey(pool);
    }

    boolean isEmpty(String pool) {
        return !knows(pool) || items.get(pool).isEmpty();
    }

    void add(String pool, JsonNode more) {
        Deque<String> shelf = items.computeIfAbsent(pool, name -> new ArrayDeque<>());
        more.forEach(item -> shelf.add(item.asText()));
    }

    /** Null when there is none left. */
    String take(String pool) {
        return items.get(pool).poll();
    }
}
