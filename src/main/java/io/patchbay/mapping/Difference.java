package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares what a contract case expects with what happened. */
final class Difference {
    private static final Set<String> OWED = Set.of("class", "rule", "result", "notices", "refusal");
    private static final Set<String> KNOWN = Set.of("class", "rule", "result", "notices", "refusal", "retryAfterSeconds", "message");

    private Difference() {
    }

    static List<Problem> between(String file, String pointer, HttpText expected, HttpText actual) {
        List<Problem> problems = new ArrayList<>();
        Map<String, Object> written = expected.comparable();
        actual.comparable().forEach((part, value) -> {
            if (!value.equals(written.get(part))) {
                problems.add(problem(file, pointer, part, written.get(part), value));
            }
        });
        return problems;
    }

    /** Class, rule, result and notices are always compared, for a case that leaves them out pins nothing; of a refusal what is given. */
    static List<Problem> between(String file, JsonNode expected, Next.End end) {
        List<Problem> problems = new ArrayList<>();
        JsonNode actual = Trees.parsed(tree(end));
        expected.fieldNames().forEachRemaining(key -> {
            if (!KNOWN.contains(key)) {
                problems.add(new Problem(file, "/" + key, "is no part of an outcome; known are " + KNOWN.stream().sorted().toList()));
            }
        });
        for (String key : KNOWN.stream().sorted().toList()) {
            JsonNode wanted = expected.path(key);
            JsonNode given = key.equals("refusal") && wanted.isObject() ? narrowed(actual.path(key), wanted) : actual.path(key);
            if ((OWED.contains(key) || expected.has(key)) && !same(key, wanted, given)) {
                problems.add(problem(file, "", key, wanted.isMissingNode() ? "nothing" : wanted, given.isMissingNode() ? "nothing" : given));
            }
        }
        return problems;
    }

    private static boolean same(String key, JsonNode wanted, JsonNode given) {
        return wanted.equals(given) || key.equals("notices") && wanted.isEmpty() && given.isEmpty();
    }

    private static JsonNode narrowed(JsonNode given, JsonNode wanted) {
        if (!(given instanceof ObjectNode object)) {
            return given;
        }
        List<String> keys = new ArrayList<>();
        wanted.fieldNames().forEachRemaining(keys::add);
        return Trees.shallow(object).retain(keys);
    }

    private static ObjectNode tree(Next.End end) {
        Verdict verdict = end.verdict();
        ObjectNode tree = Trees.object().put("class", verdict.outcome().name()).put("rule", verdict.rule());
        if (verdict.message() != null) {
            tree.put("message", verdict.message());
        }
        if (verdict.retryAfter() != null) {
            tree.put("retryAfterSeconds", verdict.retryAfter().toSeconds());
        }
        if (end.result() != null) {
            tree.set("result", end.result());
            end.notices().forEach(notice -> tree.withArray("notices")
                    .add(texts("code", notice.code(), "pointer", notice.pointer(), "message", notice.message())));
        }
        return verdict.refusal() == null ? tree : tree.set("refusal", refusal(verdict.refusal()));
    }

    private static ObjectNode refusal(Refusal refusal) {
        ObjectNode tree = texts("reason", refusal.reason(), "pointer", refusal.pointer(), "message", refusal.message());
        ArrayNode errors = tree.putArray("errors");
        refusal.errors().forEach(error -> errors
                .add(texts("pointer", error.pointer(), "code", error.code(), "message", error.message())));
        return tree;
    }

    private static ObjectNode texts(String... namesAndValues) {
        ObjectNode tree = Trees.object();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                tree.put(namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        return tree;
    }

    private static Problem problem(String file, String pointer, String part, Object expected, Object actual) {
        return new Problem(file, pointer + "/" + part, "expected " + expected + " but was " + actual);
    }
}
