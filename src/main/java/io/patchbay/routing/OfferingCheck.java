package io.patchbay.routing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;

/** An offering's plans must suit their providers, its tenants must exist. */
final class OfferingCheck implements ConfigurationCheck {

    @Override
    public void check(Draft draft, KnownProviders known) {
        Set<String> tenants = draft.entries("tenants").keySet();
        draft.entries("offerings").forEach((id, offering) -> {
            String pointer = Draft.below("/offerings", id);
            tenants(draft, pointer, offering.path("tenants"), tenants);
            offering.path("plans").properties().forEach(plan ->
                    plan(draft, Draft.below(pointer + "/plans", plan.getKey()), plan.getKey(), plan.getValue(), known));
        });
    }

    private static void tenants(Draft draft, String pointer, JsonNode named, Set<String> tenants) {
        for (int i = 0; i < named.size(); i++) {
            String name = named.get(i).asText();
            if (!tenants.contains(name)) {
                draft.problem(pointer + "/tenants/" + i, Unknown.name("tenant", name, tenants));
            }
        }
    }

    private static void plan(Draft draft, String pointer, String provider, JsonNode plan, KnownProviders known) {
        if (known.outOfService().contains(provider)) {
            return;
        }
        if (!known.names().contains(provider)) {
            draft.problem(pointer, Unknown.provider(provider, known));
            return;
        }
        new TreeSet<>(known.planKeys(provider)).stream().filter(key -> !plan.hasNonNull(key)).forEach(key ->
                draft.problem(pointer + "/" + key, "missing; %s needs it to know the plan".formatted(provider)));
    }
}
