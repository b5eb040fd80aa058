package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * A provider's JSON without what PostgreSQL keeps in no text: U+0000 is left out. An answer is nothing one could refuse, and what
 * cannot be stored would keep its operation from ever being closed.
 */
final class Storable {

    private static final String NUL = "\0";

    private Storable() {
    }

    static JsonNode of(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> object(object);
            case ArrayNode array -> array(array);
            case TextNode value when value.asText().contains(NUL) -> TextNode.valueOf(text(value.asText()));
            default -> node;
        };
    }

    private static ObjectNode object(ObjectNode object) {
        ObjectNode copy = Trees.object();
        object.properties().forEach(field -> copy.set(text(field.getKey()), of(field.getValue())));
        return copy;
    }

    private static ArrayNode array(ArrayNode array) {
        ArrayNode copy = array.arrayNode(array.size());
        array.forEach(item -> copy.add(of(item)));
        return copy;
    }

    private static String text(String text) {
        return text.replace(NUL, "");
    }
}
