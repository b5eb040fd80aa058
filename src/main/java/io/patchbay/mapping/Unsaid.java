package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** Stands for what a call that has not been made would have told: every field of it is a text that says so. */
final class Unsaid extends ObjectNode {

    private final String call;

    Unsaid(String call) {
        super(JsonNodeFactory.instance);
        this.call = call;
    }

    @Override
    public JsonNode get(String field) {
        return TextNode.valueOf("<" + field + " from " + call + ">");
    }

    @Override
    public JsonNode path(String field) {
        return get(field);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Unsaid that && that.call.equals(call);
    }

    @Override
    public int hashCode() {
        return call.hashCode();
    }
}
