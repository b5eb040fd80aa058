package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Checks the outcome tables of a sheet: whoever reads a rule's name knows who decided, and an error taken as success says what was done. */
final class OutcomeLint {
    private final String file;
    private final JsonNode tree;
    private final List<Problem> problems = new ArrayList<>();

    OutcomeLint(String file, JsonNode tree) {
        this.file = file;
        this.tree = tree;
    }

    List<Problem> problems() {
        rules("/outcomes", tree.path("outcomes"), false);
        tree.path("calls").fields().forEachRemaining(call ->
                rules("/calls/" + call.getKey() + "/outcomes", call.getValue().path("outcomes"), call.getValue().path("mutates").asBoolean()));
        return problems;
    }

    private void rules(String pointer, JsonNode rules, boolean mutates) {
        for (int i = 0; i < rules.size(); i++) {
            JsonNode rule = rules.path(i);
            if (BuiltInRules.has(rule.path("id").asText())) {
                problem(pointer + "/" + i + "/id", "'" + rule.path("id").asText() + "' is the name of a built-in rule");
            }
            if (mutates && rule.path("class").asText().equals("SUCCEEDED") && coversErrors(rule.path("status")) && !rule.has("done")) {
                problem(pointer + "/" + i, "takes an error status of a changing call as success, but does not say by done whether anything was done");
            }
        }
    }

    private static boolean coversErrors(JsonNode status) {
        Stream<JsonNode> each = status.isArray() ? status.valueStream() : Stream.of(status);
        return each.map(JsonNode::asText).anyMatch(text -> text.startsWith("4") || text.startsWith("5"));
    }

    private void problem(String pointer, String message) {
        problems.add(new Problem(file, pointer, message));
    }
}
