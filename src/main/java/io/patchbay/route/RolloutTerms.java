package io.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.contract.Problem;
import io.patchbay.contract.Problem.FieldError;
import io.patchbay.routing.Guard;
import io.patchbay.routing.InForce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the contract cannot say about the slice and the guard of a rollout. */
final class RolloutTerms {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(30);

    private RolloutTerms() {
    }

    /** A slice that names somebody who is not there would try nothing out and look as if all were well. */
    static Optional<Problem> unknownTenants(JsonNode slice, Set<String> tenants) {
        List<FieldError> errors = new ArrayList<>();
        int index = 0;
        for (JsonNode tenant : slice.path("tenants")) {
            String pointer = "/slice/tenants/" + index++;
            if (!tenants.contains(tenant.asText())) {
                errors.add(new FieldError(pointer, null, "unknown-tenant", "slice.tenants names `" + tenant.asText() + "`, which no configuration in force has."));
            }
        }
        return errors.isEmpty() ? Optional.empty() : Optional.of(Refused.fields(errors));
    }

    static Optional<Problem> bake(JsonNode guard) {
        Duration bake = Guard.of(guard).bake();
        return bake.compareTo(SHORTEST) >= 0 && bake.compareTo(LONGEST) <= 0 ? Optional.empty()
                : Optional.of(Refused.field("/guard/bake", "range", "guard.bake must be from PT1S to PT720H."));
    }

    static Set<String> tenants(InForce inForce) {
        Set<String> tenants = new HashSet<>(inForce.stable().tenants().keySet());
        inForce.candidate().ifPresent(tried -> tenants.addAll(tried.configuration().tenants().keySet()));
        return tenants;
    }
}
