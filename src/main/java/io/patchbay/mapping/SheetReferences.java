package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds names in a sheet that lead nowhere: calls, pools and credentials that are used but not declared. */
final class SheetReferences {
    private static final Pattern PLACE = Pattern.compile("\\{([^}]*)}");

    private final String file;
    private final JsonNode tree;
    private final List<Problem> problems = new ArrayList<>();

    SheetReferences(String file, JsonNode tree) {
        this.file = file;
        this.tree = tree;
    }

    List<Problem> problems() {
        tree.path("operations").fields().forEachRemaining(operation -> steps("/operations/" + operation.getKey(), operation.getValue()));
        tree.path("pools").fields().forEachRemaining(pool -> known("/pools/" + pool.getKey() + "/restock", "calls", pool.getValue().path("restock")));
        tree.path("calls").fields().forEachRemaining(call -> call("/calls/" + call.getKey(), call.getValue()));
        tree.path("derived").fields().forEachRemaining(derived ->
                known("/derived/" + derived.getKey() + "/credential", "credentials", derived.getValue().path("credential")));
        known("/verify/call", "calls", tree.path("verify").path("call"));
        authorisation();
        required();
        ids("/outcomes", tree.path("outcomes"));
        return problems;
    }

    private void steps(String pointer, JsonNode operation) {
        int position = 0;
        for (JsonNode step : operation.path("steps")) {
            known(pointer + "/steps/" + position + "/call", "calls", step.path("call"));
            known(pointer + "/steps/" + position + "/reserve", "pools", step.path("reserve"));
            position++;
        }
    }

    private void call(String pointer, JsonNode call) {
        int position = 0;
        for (JsonNode probe : call.path("probe")) {
            known(pointer + "/probe/" + position++ + "/call", "calls", probe.path("call"));
        }
        ids(pointer + "/outcomes", call.path("outcomes"));
    }

    private void authorisation() {
        known("/authorisation/credential", "credentials", tree.path("authorisation").path("credential"));
        tree.path("authorisation").path("body").fields().forEachRemaining(field -> {
            Matcher place = PLACE.matcher(field.getValue().asText());
            while (place.find()) {
                if (!place.group(1).equals("endpoint") && !tree.path("credentials").has(place.group(1))) {
                    unknown("/authorisation/body/" + field.getKey(), "credentials", place.group(1));
                }
            }
        });
    }

    /** What an account need not have cannot open its requests. */
    private void required() {
        String uses = tree.path("authorisation") + tree.path("derived").toString();
        tree.path("credentials").fields().forEachRemaining(credential -> {
            boolean used = uses.contains('"' + credential.getKey() + '"') || uses.contains("{" + credential.getKey() + "}");
            if (used && !credential.getValue().path("required").asBoolean(true)) {
                problems.add(new Problem(file, "/credentials/" + credential.getKey() + "/required", "is false, but requests are made with this credential"));
            }
        });
    }

    private void ids(String pointer, JsonNode rules) {
        Set<String> seen = new HashSet<>();
        rules.forEach(rule -> {
            if (rule.has("id") && !seen.add(rule.path("id").asText())) {
                problems.add(new Problem(file, pointer, "has two rules '" + rule.path("id").asText() + "'; journal and metrics could not tell them apart"));
            }
        });
    }

    private void known(String pointer, String where, JsonNode name) {
        if (name.isTextual() && !tree.path(where).has(name.asText())) {
            unknown(pointer, where, name.asText());
        }
    }

    private void unknown(String pointer, String where, String name) {
        problems.add(new Problem(file, pointer, "'" + name + "' is not declared under " + where));
    }
}
