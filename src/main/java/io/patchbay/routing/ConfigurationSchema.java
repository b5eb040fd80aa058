package io.patchbay.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The shape of a configuration file, from {@code schema/configuration.schema.json} of the contracts directory. */
final class ConfigurationSchema {

    private final JsonSchema schema;

    private ConfigurationSchema(JsonSchema schema) {
        this.schema = schema;
    }

    /** @throws InvalidConfiguration if the schema is not there */
    static ConfigurationSchema load(Path contractsDir) {
        Path path = contractsDir.resolve("schema/configuration.schema.json");
        try {
            JsonNode document = new ObjectMapper().readTree(path.toFile());
            SchemaValidatorsConfig config = SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).locale(Locale.ENGLISH).build();
            return new ConfigurationSchema(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(document, config));
        } catch (IOException e) {
            throw new InvalidConfiguration(List.of(new ConfigurationProblem(path.toString(), "",
                    "the schema of configuration files is not readable; set PATCHBAY_CONTRACTS_DIR to the contracts directory")));
        }
    }

    void check(String file, JsonNode content, List<ConfigurationProblem> problems) {
        schema.validate(content).stream()
                .map(message -> new ConfigurationProblem(file, pointer(message), message.getError()))
                .forEach(problems::add);
    }

    // A problem with an unknown or missing key belongs to that key, not to the object around it.
    private static String pointer(ValidationMessage message) {
        String pointer = message.getInstanceLocation().toString();
        return message.getProperty() == null ? pointer : Draft.below(pointer, message.getProperty());
    }
}
