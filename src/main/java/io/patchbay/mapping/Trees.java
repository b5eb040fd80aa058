package io.patchbay.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON and YAML as trees. */
final class Trees {
    /** A second document after the first is no JSON answer but garbage, hence the check for trailing tokens. */
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Trees() {
    }

    static JsonNode yaml(Path file) throws IOException {
        return yaml(Files.readString(file));
    }

    static JsonNode yaml(String text) throws IOException {
        return YAML.readTree(text);
    }

    static JsonNode json(String text) throws JsonProcessingException {
        return JSON.readTree(text);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A copy that shares its values: cheap, and safe because values are never changed in place. */
    static ObjectNode shallow(JsonNode node) {
        return object().setAll((ObjectNode) node);
    }

    static boolean present(JsonNode node) {
        return node != null && !node.isMissingNode() && !node.isNull();
    }

    static String text(JsonNode parent, String field) {
        JsonNode value = parent.path(field);
        return present(value) ? value.asText() : null;
    }

    static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can always be written", e);
        }
    }

    /** Comparable by equals: numbers get the types a parser would give them. */
    static JsonNode parsed(JsonNode node) {
        try {
            return node == null ? MissingNode.getInstance() : JSON.readTree(bytes(node));
        } catch (IOException e) {
            throw new IllegalStateException("What was just written can be read", e);
        }
    }
}
