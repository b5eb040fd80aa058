package io.patchbay.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A JSON merge patch (RFC 7396) that is an object: what it names is set, null takes away, and a list is replaced as a whole. */
public record MergePatch(ObjectNode patch) {

    /** @return the result; the target stays as it was */
    public ObjectNode on(ObjectNode target) {
        return merged(target, patch);
    }

    private static ObjectNode merged(JsonNode target, ObjectNode patch) {
        ObjectNode result = target instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
        patch.properties().forEach(change -> merge(result, change.getKey(), change.getValue()));
        return result;
    }

    private static void merge(ObjectNode result, String name, JsonNode value) {
        switch (value) {
            case ObjectNode nested -> result.set(name, merged(result.path(name), nested));
            case JsonNode none when none.isNull() -> result.remove(name);
            default -> result.set(name, value.deepCopy());
        }
    }
}
