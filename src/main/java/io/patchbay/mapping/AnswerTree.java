package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A provider's answer as mappings see it: {@code {status, headers, body}}.
 *
 * @param readable false when there was a body but it is no JSON; it is then seen as text, so that rules can tell proxies' pages apart
 */
record AnswerTree(ObjectNode tree, boolean readable) {

    static AnswerTree of(ProviderAnswer.Answered answer) {
        JsonNode body = body(answer);
        ObjectNode tree = Trees.object().put("status", answer.status());
        ObjectNode headers = tree.putObject("headers");
        answer.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        tree.set("body", Storable.of(body == null ? TextNode.valueOf(new String(answer.body(), StandardCharsets.UTF_8)) : body));
        return new AnswerTree(tree, body != null);
    }

    int status() {
        return tree.path("status").asInt();
    }

    String header(String lowerCaseName) {
        return Trees.text(tree.path("headers"), lowerCaseName);
    }

    /** Null when it cannot be read. */
    private static JsonNode body(ProviderAnswer.Answered answer) {
        if (answer.body() == null || answer.status() == 204 || blank(answer.body())) {
            return NullNode.getInstance();
        }
        try {
            return Trees.JSON.readTree(answer.body());
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean blank(byte[] body) {
        for (byte each : body) {
            if (!Character.isWhitespace(each)) {
                return false;
            }
        }
        return true;
    }
}
