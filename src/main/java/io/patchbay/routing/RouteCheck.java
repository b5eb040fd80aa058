package io.patchbay.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.JsltException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A rule must be reachable, compile, and name accounts that its tenant may use. */
final class RouteCheck implements ConfigurationCheck {

    @Override
    public void check(Draft draft, KnownProviders known) {
        Map<String, String> unconditional = new HashMap<>();
        Set<String> ids = new HashSet<>();
        draft.entries("routes").forEach((index, route) -> {
            String pointer = "/routes/" + index;
            identity(draft, pointer, route, ids);
            reachable(draft, pointer, route, unconditional);
            predicate(draft, pointer, route);
            weights(draft, pointer, route);
            new AccountReferences(draft, pointer, route).check();
        });
    }

    private static void identity(Draft draft, String pointer, JsonNode route, Set<String> ids) {
        String id = route.path("id").asText();
        if (!id.isEmpty() && !ids.add(id)) {
            draft.problem(pointer + "/id", "another rule has the id " + id);
        }
    }

    private static void reachable(Draft draft, String pointer, JsonNode route, Map<String, String> unconditional) {
        String tenant = route.path("tenant").asText();
        if (unconditional.containsKey(tenant)) {
            draft.problem(pointer, "never reached: rule %s of tenant %s stands before it and has no condition"
                    .formatted(unconditional.get(tenant), tenant));
        } else if (!route.has("when")) {
            unconditional.put(tenant, route.path("id").asText());
        }
    }

    private static void predicate(Draft draft, String pointer, JsonNode route) {
        if (!route.path("when").isTextual()) {
            return;
        }
        if (Predicate.defines(route.path("when").asText())) {
            draft.problem(pointer + "/when", "defines a function (def); a condition uses those of JSLT and none of its own");
            return;
        }
        try {
            Predicate.compile(route.path("when").asText());
        } catch (JsltException e) {
            draft.problem(pointer + "/when", "does not compile as JSLT: " + e.getMessage());
        }
    }

    private static void weights(Draft draft, String pointer, JsonNode route) {
        long sum = 0;
        for (JsonNode target : route.path("targets")) {
            sum += target.path("weight").asLong();
        }
        if (!route.path("targets").isEmpty() && sum == 0) {
            draft.problem(pointer + "/targets", "all weights are 0, so the rule could carry nothing");
        }
    }
}
