package io.patchbay.routing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Something tenants can order.
 *
 * @param id          the {@code productOfferingId} of the API
 * @param description null if there is none
 * @param tenants     who may order it; empty means everybody
 * @param plans       provider to its plan; the objects must not be changed
 */
public record Offering(String id, String name, String description, Optional<Set<String>> tenants, Map<String, ObjectNode> plans) {

    public Offering {
        tenants = tenants.map(Set::copyOf);
        plans = Map.copyOf(plans);
    }

    public boolean isOfferedTo(String tenant) {
        return tenants.map(allowed -> allowed.contains(tenant)).orElse(true);
    }
}
