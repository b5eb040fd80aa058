package io.patchbay.contract;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.regex.RegularExpression;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The OpenAPI document as a tree; the one place that follows its references and compiles its schemas (JSON Schema 2020-12). */
final class ContractDocument {

    private static final ObjectMapper YAML = new ObjectMapper(
        YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.builder(JsonSchemaFactory.getInstance(VersionFlag.V202012))
        .metaSchema(JsonMetaSchema.builder(JsonMetaSchema.getV202012())
            .keywords(List.of(new NonValidationKeyword("components"), new NonValidationKeyword("x-hint"))).build())
        .build();

    // 2020-12 treats formats as remarks unless told otherwise; here a bad date must be refused.
    private static final SchemaValidatorsConfig STRICT = SchemaValidatorsConfig.builder()
        .formatAssertionsEnabled(true).typeLoose(false).regularExpressionFactory(ContractDocument::expression).build();

    private final JsonNode tree;
    /** The same parameters and bodies stand at many operations. */
    private final Map<JsonNode, CheckedSchema> compiled = new ConcurrentHashMap<>();

    private ContractDocument(JsonNode tree) {
        this.tree = tree;
    }

    static ContractDocument read(byte[] yaml) throws IOException {
        return new ContractDocument(YAML.readTree(yaml));
    }

    JsonNode tree() {
        return tree;
    }

    /** The node itself, or what its {@code $ref} points to. */
    JsonNode resolve(JsonNode node) {
        JsonNode current = node;
        while (current.has("$ref")) {
            current = target(current.get("$ref").asText());
        }
        return current;
    }

    private JsonNode target(String reference) {
        JsonNode found = reference.startsWith("#/") ? tree.at(reference.substring(1)) : tree.path("");
        if (found.isMissingNode()) {
            throw new IllegalArgumentException("the contract refers to " + reference + ", which does not exist in it");
        }
        return found;
    }

    /** In JSON Schema {@code $} is the end of the text; in Java it would let a line break through behind a number or an id. */
    private static RegularExpression expression(String pattern) {
        String exact = pattern.endsWith("$") ? pattern.substring(0, pattern.length() - 1) + "\\z" : pattern;
        return Pattern.compile(exact).asPredicate()::test;
    }

    /** Compiles a schema of this document. The components travel along, so that references inside it stay local. */
    CheckedSchema compile(JsonNode schema) {
        return compiled.computeIfAbsent(schema, this::compiled);
    }

    private CheckedSchema compiled(JsonNode schema) {
        ObjectNode root = schema.deepCopy();
        root.set("components", tree.get("components"));
        JsonSchema made = SCHEMAS.getSchema(root, STRICT);
        made.initializeValidators();
        return new CheckedSchema(made, this, root);
    }
}
