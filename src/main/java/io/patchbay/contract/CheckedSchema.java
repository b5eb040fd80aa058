package io.patchbay.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One compiled schema and what it has against a value. Immutable and thread-safe. */
final class CheckedSchema {

    /** Enough for any honest mistake; a hostile body must not get an answer many times its own size. */
    private static final int MOST_VIOLATIONS = 100;

    /** More than are answered, since some fall away as consequences of others. */
    private static final int MOST_WORDED = 4 * MOST_VIOLATIONS;

    private static final Set<String> ALTERNATIVES = Set.of("anyOf", "oneOf");
    private static final Set<String> INTO_NAMED_CHILD = Set.of("properties", "patternProperties", "prefixItems");
    private static final Set<String> INTO_CHILD = Set.of("additionalProperties", "items");

    private final JsonSchema compiled;
    private final ContractDocument document;
    private final JsonNode root;

    CheckedSchema(JsonSchema compiled, ContractDocument document, JsonNode root) {
        this.compiled = compiled;
        this.document = document;
        this.root = root;
    }

    List<Violation> check(JsonNode value, Subject subject) {
        Map<String, Violation> found = new LinkedHashMap<>();
        compiled.validate(value).stream().limit(MOST_WORDED).forEach(message -> {
            Violation violation = worded(message, value, subject);
            found.putIfAbsent(violation.code() + " " + violation.pointer(), violation);
        });
        UnstorableText.in(value, subject).forEach(violation -> found.putIfAbsent("text " + violation.pointer(), violation));
        return found.isEmpty() ? List.of() : withoutConsequences(List.copyOf(found.values()));
    }

    /** A value of the wrong type also misses every enum and format: one complaint is enough. */
    private static List<Violation> withoutConsequences(List<Violation> all) {
        Set<String> wrongType = all.stream().filter(violation -> violation.code().equals("type"))
            .map(violation -> String.valueOf(violation.pointer())).collect(Collectors.toSet());
        return all.stream()
            .filter(violation -> violation.code().equals("type") || !wrongType.contains(String.valueOf(violation.pointer())))
            .limit(MOST_VIOLATIONS).toList();
    }

    private Violation worded(ValidationMessage message, JsonNode value, Subject subject) {
        List<String> rule = elements(message.getEvaluationPath());
        List<String> place = elements(message.getInstanceLocation());
        int alternative = firstAlternative(rule);
        if (alternative >= 0) {
            List<String> whole = place.subList(0, place.size() - depth(rule.subList(alternative + 1, rule.size())));
            return new Wording(schemaAt(rule.subList(0, alternative)), at(value, whole), subject).of("anyOf", whole, null);
        }
        List<String> owner = rule.subList(0, rule.size() - 1);
        return new Wording(schemaAt(owner), at(value, place), subject).of(rule.getLast(), place, message.getProperty());
    }

    private static int firstAlternative(List<String> rule) {
        for (int index = 0; index < rule.size(); index++) {
            boolean named = index > 0 && INTO_NAMED_CHILD.contains(rule.get(index - 1));
            if (!named && ALTERNATIVES.contains(rule.get(index))) {
                return index;
            }
        }
        return -1;
    }

    /** How many levels of the value the rest of a rule's path goes down; its last token is the failed keyword itself. */
    private static int depth(List<String> rest) {
        int levels = 0;
        for (int index = 0; index < rest.size() - 1; index++) {
            boolean named = INTO_NAMED_CHILD.contains(rest.get(index));
            levels += named || INTO_CHILD.contains(rest.get(index)) ? 1 : 0;
            index += named ? 1 : 0;
        }
        return levels;
    }

    private JsonNode schemaAt(List<String> rule) {
        JsonNode schema = root;
        for (String token : rule) {
            if (!token.equals("$ref")) {
                schema = child(document.resolve(schema), token);
            }
        }
        return document.resolve(schema);
    }

    private static JsonNode at(JsonNode value, List<String> place) {
        JsonNode current = value;
        for (String token : place) {
            current = child(current, token);
        }
        return current;
    }

    private static JsonNode child(JsonNode node, String token) {
        return node.isArray() ? node.path(Integer.parseInt(token)) : node.path(token);
    }

    private static List<String> elements(JsonNodePath path) {
        List<String> elements = new ArrayList<>();
        for (int index = 0; index < path.getNameCount(); index++) {
            elements.add(String.valueOf(path.getElement(index)));
        }
        return elements;
    }
}
