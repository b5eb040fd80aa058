package io.patchbay.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.regex.Pattern;

/** A query parameter or header of an operation. */
record Parameter(String name, String place, String type, boolean required, CheckedSchema schema) {

    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d{1,18}");

    static Parameter of(JsonNode node, ContractDocument document) {
        JsonNode schema = document.resolve(node.get("schema"));
        return new Parameter(node.get("name").asText(), node.get("in").asText(), schema.path("type").asText(),
            node.path("required").asBoolean(), document.compile(node.get("schema")));
    }

    boolean isIn(String where) {
        return place.equals(where);
    }

    List<Violation> check(String value) {
        return schema.check(typed(value), Subject.parameter(name));
    }

    /** On the wire everything is text. What cannot be read as the declared type stays text, and the schema then refuses it. */
    private JsonNode typed(String value) {
        if (type.equals("integer") && WHOLE_NUMBER.matcher(value).matches()) {
            return JsonNodeFactory.instance.numberNode(Long.parseLong(value));
        }
        boolean truth = type.equals("boolean") && (value.equals("true") || value.equals("false"));
        return truth ? BooleanNode.valueOf(Boolean.parseBoolean(value)) : TextNode.valueOf(value);
    }
}
