package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Checks that a sheet has only such answers remembered as nobody asks for to learn how something stands now. */
final class MemoryLint {
    private static final Duration MOST = Duration.ofHours(1);

    private final String file;
    private final JsonNode tree;
    private final List<Problem> problems = new ArrayList<>();

    MemoryLint(String file, JsonNode tree) {
        this.file = file;
        this.tree = tree;
    }

    List<Problem> problems() {
        Set<String> asking = asking();
        tree.path("calls").properties().stream().filter(call -> call.getValue().has("remember"))
                .forEach(call -> remembered(call.getKey(), call.getValue(), asking));
        return problems;
    }

    private void remembered(String name, JsonNode call, Set<String> asking) {
        if (call.path("mutates").asBoolean()) {
            problem(name, "is of a call that changes something: what it did would not be done again");
        } else if (asking.contains(name)) {
            problem(name, "is of a call that asks how something stands now: for an operation that only reads, behind a change, for a probe, a pool or verify");
        }
        if (SheetReader.readableDuration(call.path("remember")).filter(time -> time.isPositive() && time.compareTo(MOST) <= 0).isEmpty()) {
            problem(name, "must be longer than nothing and at most 1h");
        }
    }

    private Set<String> asking() {
        Set<String> asking = new TreeSet<>(tree.path("pools").findValuesAsText("restock"));
        asking.add(tree.path("verify").path("call").asText());
        tree.path("calls").forEach(call -> asking.addAll(call.path("probe").findValuesAsText("call")));
        for (CanonicalOperation operation : CanonicalOperation.values()) {
            asking.addAll(asking(operation, tree.path("operations").path(operation.word()).findValuesAsText("call")));
        }
        return asking;
    }

    private List<String> asking(CanonicalOperation operation, List<String> calls) {
        return operation.mutates() ? calls.stream().dropWhile(call -> !tree.path("calls").path(call).path("mutates").asBoolean()).toList() : calls;
    }

    private void problem(String call, String message) {
        problems.add(new Problem(file, "/calls/" + call + "/remember", message));
    }
}
