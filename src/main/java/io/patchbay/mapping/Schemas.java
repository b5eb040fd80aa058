package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The shapes of provider sheets and of results, from contracts/schema: editor, build and engine use the same files. */
final class Schemas {
    static final String STOCK = "stock";
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final SchemaValidatorsConfig CONFIG =
            SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).locale(Locale.ROOT).build();

    private final JsonSchema sheet;
    private final Map<String, JsonSchema> results;

    private Schemas(JsonSchema sheet, Map<String, JsonSchema> results) {
        this.sheet = sheet;
        this.results = results;
    }

    static Schemas read(UnitDirectories dirs) throws IOException {
        return of((ObjectNode) tree(dirs, "result"), tree(dirs, "provider"));
    }

    static Schemas of(SharedFiles shared) throws IOException {
        return of((ObjectNode) Trees.json(shared.schema("result")), Trees.json(shared.schema("provider")));
    }

    private static Schemas of(ObjectNode result, JsonNode sheet) {
        Map<String, JsonSchema> results = new HashMap<>();
        for (CanonicalOperation operation : CanonicalOperation.values()) {
            results.put(operation.word(), definition(result, operation.word()));
        }
        results.put(STOCK, definition(result, STOCK));
        return new Schemas(FACTORY.getSchema(sheet, CONFIG), results);
    }

    List<Problem> sheetProblems(String file, JsonNode tree) {
        return sheet.validate(tree).stream()
                .map(fault -> new Problem(file, fault.getInstanceLocation().toString(), message(fault)))
                .sorted(Comparator.comparing(Problem::pointer).thenComparing(Problem::message))
                .toList();
    }

    /** The first thing that does not fit, or empty. */
    Optional<String> misfit(String definition, JsonNode result) {
        return results.get(definition).validate(result).stream().findFirst()
                .map(fault -> fault.getInstanceLocation() + " " + message(fault));
    }

    private static JsonSchema definition(ObjectNode schema, String name) {
        ObjectNode entry = Trees.shallow(schema);
        entry.put("$ref", "#/$defs/" + name);
        return FACTORY.getSchema(entry, CONFIG);
    }

    private static JsonNode tree(UnitDirectories dirs, String name) throws IOException {
        return Trees.json(Files.readString(dirs.schema(name)));
    }

    private static String message(ValidationMessage fault) {
        String text = fault.getMessage();
        String place = fault.getInstanceLocation() + ": ";
        return text.startsWith(place) ? text.substring(place.length()) : text;
    }
}
