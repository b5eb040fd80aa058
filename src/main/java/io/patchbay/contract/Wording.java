package io.patchbay.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Says in plain English what a failed schema keyword asks for. The schema's own {@code x-hint} (a noun phrase that completes "must be …") wins
 * over generic words. Values sent are never repeated: they may be personal data.
 */
record Wording(JsonNode schema, JsonNode value, Subject subject) {

    Violation of(String keyword, List<String> place, String property) {
        return switch (keyword) {
            case "required" -> missing(and(place, property), property);
            case "additionalProperties", "unevaluatedProperties" -> subject.violation(and(place, property), "unknown-field", unknown(property));
            case "propertyNames", "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties" ->
                subject.violation(place, "length", length(keyword));
            case "type", "unionType" -> subject.violation(place, "type", type());
            case "pattern", "format" -> subject.violation(place, "format", must("have the form that the contract describes"));
            case "minimum", "exclusiveMinimum" -> subject.violation(place, "range", must("be at least " + limit(keyword)));
            case "maximum", "exclusiveMaximum" -> subject.violation(place, "range", must("be at most " + limit(keyword)));
            case "multipleOf" -> subject.violation(place, "range", must("be a multiple of " + limit(keyword)));
            case "enum" -> subject.violation(place, "enum", choice());
            case "const" -> subject.violation(place, "enum", must("be " + limit(keyword)));
            case "anyOf", "oneOf" -> subject.violation(place, alternativesCode(), must("have one of the forms that the contract describes"));
            default -> subject.violation(place, "invalid", must("be as the contract describes"));
        };
    }

    private static List<String> and(List<String> place, String property) {
        List<String> whole = new ArrayList<>(place);
        whole.add(property);
        return whole;
    }

    private Violation missing(List<String> place, String property) {
        String hint = schema.path("properties").path(property).path("x-hint").asText();
        return subject.violation(place, "required", hint.isEmpty() ? "is required" : "is required: " + hint);
    }

    private String unknown(String property) {
        List<String> known = names(schema.path("properties"));
        return NearestName.of(property, known).map(near -> "is not a known field; did you mean `" + near + "`?")
            .orElse("is not a known field; " + (known.isEmpty() ? "no fields are allowed here" : "known here are " + quoted(known)));
    }

    private String length(String keyword) {
        return switch (keyword) {
            case "minLength" -> value.asText().isEmpty() ? "must not be empty" : "must have at least " + limit(keyword) + " characters";
            case "maxLength" -> "must have at most " + limit(keyword) + " characters; it has " + value.asText().codePoints().count();
            case "propertyNames" -> "must have keys of " + schema.path("propertyNames").path("minLength").asInt() + " to "
                + schema.path("propertyNames").path("maxLength").asText() + " characters";
            case "minItems", "minProperties" -> "must have at least " + limit(keyword) + " entries; it has " + value.size();
            default -> "must have at most " + limit(keyword) + " entries; it has " + value.size();
        };
    }

    private String type() {
        String wanted = types().stream().map(Wording::spoken).collect(Collectors.joining(" or "));
        if (!subject.isBody()) {
            return must("be " + wanted);
        }
        String advice = hint().map(hint -> "; give " + hint).orElse("");
        return "must be " + wanted + ", not " + spoken(actualType()) + advice;
    }

    private List<String> types() {
        JsonNode type = schema.path("type");
        return type.isArray() ? texts(type) : List.of(type.asText());
    }

    private String actualType() {
        return switch (value.getNodeType()) {
            case OBJECT -> "object";
            case ARRAY -> "array";
            case STRING -> "string";
            case BOOLEAN -> "boolean";
            case NUMBER -> "number";
            default -> "null";
        };
    }

    private static String spoken(String type) {
        return switch (type) {
            case "object" -> "an object";
            case "array" -> "an array";
            case "integer" -> "a whole number";
            case "boolean" -> "true or false";
            case "null" -> "null";
            default -> "a " + type;
        };
    }

    private String choice() {
        List<String> choices = texts(schema.path("enum"));
        String near = NearestName.of(value.asText(), choices).map(name -> "; did you mean " + name + "?").orElse("");
        return "must be one of " + String.join(", ", choices) + near;
    }

    /** Where every form is a text, a text that fits none is badly formed and anything else is of the wrong type. */
    private String alternativesCode() {
        return value.isTextual() ? "format" : "type";
    }

    private String must(String otherwise) {
        return "must " + hint().map(hint -> "be " + hint).orElse(otherwise);
    }

    private Optional<String> hint() {
        return Optional.ofNullable(schema.get("x-hint")).map(JsonNode::asText);
    }

    private String limit(String keyword) {
        return schema.path(keyword).asText();
    }

    private static String quoted(List<String> names) {
        return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }

    private static List<String> names(JsonNode properties) {
        List<String> names = new ArrayList<>();
        properties.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
    }
}
