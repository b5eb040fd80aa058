package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the probe cases of a provider show, and what each probe of its sheet owes. */
final class OwedProbes {
    private final Set<Shown> shown = new HashSet<>();

    void seen(JsonNode command, JsonNode outcome) {
        shown.add(new Shown(command.path("lost").path("call").asText(), outcome.path("probe").asText(), outcome.path("finding").asText()));
    }

    /** One sentence for each case that is missing. */
    List<String> missing(JsonNode calls) {
        List<String> missing = new ArrayList<>();
        calls.fields().forEachRemaining(call -> call.getValue().path("probe").findValuesAsText("mechanism").forEach(mechanism ->
                owed(mechanism).stream().filter(finding -> !shown.contains(new Shown(call.getKey(), mechanism, finding))).forEach(finding ->
                        missing.add("has no probe case in which the " + mechanism + " of " + call.getKey() + " finds " + finding))));
        return missing;
    }

    private static List<String> owed(String mechanism) {
        return switch (mechanism) {
            case "resend-identical" -> List.of("told");
            case "match-by-tuple" -> List.of("done", "absent", "ambiguous");
            default -> List.of("done", "absent");
        };
    }

    private record Shown(String call, String mechanism, String finding) {
    }
}
