package io.patchbay.route;

import io.patchbay.mapping.Gating;
import io.patchbay.mapping.Problem;
import io.patchbay.provider.Connections;
import java.time.Clock;
import java.util.List;

/** The last thing a unit is asked at the gate: whether accounts could be connected with it. Found only afterwards, that takes the provider out of service. */
final class Connectable {

    private Connectable() {
    }

    static Gating of(Gating gating, Clock clock) {
        return gating instanceof Gating.Passed passed ? of(passed, clock) : gating;
    }

    private static Gating of(Gating.Passed passed, Clock clock) {
        String sheet = "mappings/providers/" + passed.files().provider() + "/provider.yaml";
        List<Problem> problems = Connections.faults(passed.unit().sheet(), clock).entrySet().stream()
                .map(fault -> new Problem(sheet, fault.getKey(), fault.getValue())).toList();
        return problems.isEmpty() ? passed : new Gating.Refused(problems, false);
    }
}
