package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Leaves out of what a provider says the characters that no database text can hold: U+0000 and halves of surrogate pairs. One of them in
 * a message would otherwise keep the outcome of an operation from ever being written down.
 */
public final class Storable {
    private static final Pattern UNSTORABLE = Pattern.compile("[\\x00\\p{Cs}]");

    private Storable() {
    }

    public static String text(String given) {
        return isPlain(given) ? given : UNSTORABLE.matcher(given).replaceAll("");
    }

    /** Nearly every text is, and the expression takes many times as long to find that out. */
    private static boolean isPlain(String given) {
        for (int index = 0; index < given.length(); index++) {
            if (given.charAt(index) == 0 || Character.isSurrogate(given.charAt(index))) {
                return false;
            }
        }
        return true;
    }

    /** The same tree, names and values alike without these characters; the very same if it has none. */
    static JsonNode tree(JsonNode given) {
        return isPlain(given) ? given : copied(given);
    }

    private static boolean isPlain(JsonNode given) {
        if (given instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                if (!isPlain(field.getKey()) || !isPlain(field.getValue())) {
                    return false;
                }
            }
            return true;
        }
        return given instanceof ArrayNode array ? areAllPlain(array) : !given.isTextual() || isPlain(given.textValue());
    }

    private static boolean areAllPlain(ArrayNode array) {
        for (JsonNode item : array) {
            if (!isPlain(item)) {
                return false;
            }
        }
        return true;
    }

    private static JsonNode copied(JsonNode given) {
        return switch (given) {
            case TextNode value -> TextNode.valueOf(text(value.textValue()));
            case ObjectNode object -> {
                ObjectNode copy = Trees.object();
                object.properties().forEach(field -> copy.set(text(field.getKey()), copied(field.getValue())));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = array.arrayNode();
                array.forEach(item -> copy.add(copied(item)));
                yield copy;
            }
            default -> given;
        };
    }
}
