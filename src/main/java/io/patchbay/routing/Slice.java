package io.patchbay.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * For whom a revision is in force that is being tried out: a share of all requests, or tenants by name.
 *
 * @param percent 1..99 of all requests; 0 where tenants are named
 * @param tenants all of their requests; empty where a share is meant
 */
public record Slice(int percent, Set<String> tenants) {

    public Slice {
        tenants = Set.copyOf(tenants);
    }

    /** @param draw a number 0..99 that was drawn for the request */
    boolean takes(String tenant, int draw) {
        return tenants.isEmpty() ? draw < percent : tenants.contains(tenant);
    }

    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (tenants.isEmpty()) {
            return json.put("percent", percent);
        }
        new TreeSet<>(tenants).forEach(json.putArray("tenants")::add);
        return json;
    }

    public static Slice of(JsonNode json) {
        return new Slice(json.path("percent").asInt(),
                StreamSupport.stream(json.path("tenants").spliterator(), false).map(JsonNode::asText).collect(Collectors.toSet()));
    }
}
