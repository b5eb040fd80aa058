package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks that a sheet leaves no canonical operation open and no lost answer unsettled. */
final class OperationLint {
    private final String file;
    private final JsonNode tree;
    private final List<Problem> problems = new ArrayList<>();

    OperationLint(String file, JsonNode tree) {
        this.file = file;
        this.tree = tree;
    }

    List<Problem> problems() {
        if (tree.isObject()) {
            for (CanonicalOperation operation : CanonicalOperation.values()) {
                decided(operation);
                mutating(operation);
            }
            tree.path("calls").fields().forEachRemaining(call -> provable("/calls/" + call.getKey(), call.getValue()));
            harmless(tree.path("calls").path(tree.path("verify").path("call").asText()));
            unused("calls", usedCalls());
            unused("pools", values("reserve"));
        }
        return problems;
    }

    private void decided(CanonicalOperation operation) {
        String word = operation.word();
        boolean offered = tree.path("operations").has(word);
        boolean refused = tree.path("refusals").has(word);
        if (operation == CanonicalOperation.ACTIVATE) {
            activation(offered, refused);
        } else if (offered && refused) {
            problem("/refusals/" + word, "is both offered and refused");
        } else if (!offered && !refused) {
            problem("/operations/" + word, "is neither offered nor refused; say which");
        }
    }

    private void activation(boolean offered, boolean refused) {
        if (tree.path("shell").asText().equals("gateway") && (offered || refused)) {
            problem("/operations/activate", "must be neither offered nor refused: with shell gateway a held subscription is activated by create");
        }
        if (tree.path("shell").asText().equals("native") && !offered) {
            problem("/operations/activate", "must be offered: with shell native the provider holds the subscription");
        }
    }

    private void mutating(CanonicalOperation operation) {
        JsonNode offered = tree.path("operations").path(operation.word());
        boolean mutates = offered.findValuesAsText("call").stream().anyMatch(call -> tree.path("calls").path(call).path("mutates").asBoolean());
        if (!offered.isMissingNode() && mutates != operation.mutates()) {
            problem("/operations/" + operation.word(), operation.mutates()
                    ? "changes something, but none of its calls says mutates: true"
                    : "only reads, but one of its calls says mutates: true");
        } else if (mutates) {
            unconditional("/operations/" + operation.word() + "/steps/", offered.path("steps"));
        }
    }

    /** An operation is written down with its first changing call; one that skips them all would end well and be nowhere. */
    private void unconditional(String pointer, JsonNode steps) {
        int last = steps.size() - 1;
        while (last >= 0 && !changes(steps.path(last))) {
            last--;
        }
        if (steps.path(last).has("when")) {
            problem(pointer + last + "/when", "the last changing call of an operation must not be conditional");
        }
    }

    private boolean changes(JsonNode step) {
        return tree.path("calls").path(step.path("call").asText()).path("mutates").asBoolean();
    }

    private void provable(String pointer, JsonNode call) {
        boolean probe = call.has("probe");
        boolean unprovable = call.has("unprovable");
        if (call.path("mutates").asBoolean() && !probe && !unprovable) {
            problem(pointer, "mutates but says neither by which probe a lost answer is settled nor why it is unprovable");
        }
        if (probe && unprovable) {
            problem(pointer, "has a probe and calls itself unprovable");
        }
        asksOnly(pointer + "/probe/", call.path("probe"));
    }

    private void asksOnly(String pointer, JsonNode probes) {
        for (int i = 0; i < probes.size(); i++) {
            if (changes(probes.path(i))) {
                problem(pointer + i + "/call", "changes something: what asks must only read");
            }
        }
    }

    /** It is made for an account, not for an order. */
    private void harmless(JsonNode call) {
        if (call.path("mutates").asBoolean()) {
            problem("/verify/call", "changes something: what tries credentials must only read");
        }
        if (call.path("http").asText().contains("{")) {
            problem("/verify/call", "takes path parameters: what tries credentials must need nothing of an order");
        }
    }

    private Set<String> usedCalls() {
        Set<String> used = values("call");
        used.add(tree.path("verify").path("call").asText());
        used.addAll(tree.path("pools").findValuesAsText("restock"));
        tree.path("calls").forEach(call -> used.addAll(call.path("probe").findValuesAsText("call")));
        return used;
    }

    private Set<String> values(String key) {
        return new HashSet<>(tree.path("operations").findValuesAsText(key));
    }

    private void unused(String part, Set<String> used) {
        tree.path(part).fieldNames().forEachRemaining(name -> {
            if (!used.contains(name)) {
                problem("/" + part + "/" + name, "is used by nothing");
            }
        });
    }

    private void problem(String pointer, String message) {
        problems.add(new Problem(file, pointer, message));
    }
}
