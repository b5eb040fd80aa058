package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Checks that whoever a sheet says ends a subscription can do so. */
final class EndsLint {
    private final String file;
    private final JsonNode tree;
    private final List<Problem> problems = new ArrayList<>();

    EndsLint(String file, JsonNode tree) {
        this.file = file;
        this.tree = tree;
    }

    List<Problem> problems() {
        if (gateway("until") && !tree.path("operations").has(CanonicalOperation.CANCEL.word())) {
            problem("/ends/until", "is gateway, which ends a subscription by the operation cancel, and that is not offered");
        }
        if (tree.path("ends").has("ahead") && !(gateway("until") && tree.path("ends").path("cancelAt").asText().equals("provider"))) {
            problem("/ends/ahead", "needs an end that the gateway keeps (until: gateway) and a provider that can be told the date (cancelAt: provider)");
        }
        return problems;
    }

    private boolean gateway(String what) {
        return tree.path("ends").path(what).asText().equals("gateway");
    }

    private void problem(String pointer, String message) {
        problems.add(new Problem(file, pointer, message));
    }
}
