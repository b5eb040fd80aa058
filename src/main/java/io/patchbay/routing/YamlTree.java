package io.patchbay.routing;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads one YAML file and reports, all at once and with their pointers, what a plain reader would silently take for something
 * else: a key given twice (the last one would win) and an alias (it would become the text of its name).
 */
final class YamlTree {

    private static final YAMLMapper YAML = new YAMLMapper();

    private final String file;
    private final YAMLParser parser;
    private final List<ConfigurationProblem> problems;

    private YamlTree(String file, YAMLParser parser, List<ConfigurationProblem> problems) {
        this.file = file;
        this.parser = parser;
        this.problems = problems;
    }

    /** The file's content, or a missing node if it is empty or not readable, which is reported. */
    static JsonNode read(Path path, List<ConfigurationProblem> problems) {
        String file = path.getFileName().toString();
        try (YAMLParser parser = (YAMLParser) YAML.getFactory().createParser(Files.readString(path))) {
            YamlTree tree = new YamlTree(file, parser, problems);
            JsonNode content = parser.nextToken() == null ? MissingNode.getInstance() : tree.value("");
            tree.expectEnd();
            return content;
        } catch (JsonProcessingException e) {
            problems.add(new ConfigurationProblem(file, "", "not readable as YAML at " + place(e.getLocation())));
        } catch (IOException e) {
            problems.add(new ConfigurationProblem(file, "", "not readable (" + e.getClass().getSimpleName() + ")"));
        }
        return MissingNode.getInstance();
    }

    // The parser's own message would quote the line, which may hold what should not be there.
    private static String place(JsonLocation location) {
        return location == null ? "an unknown line" : "line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
    }

    private void expectEnd() throws IOException {
        if (parser.nextToken() != null) {
            problems.add(new ConfigurationProblem(file, "", "holds more than one YAML document; make each a file of its own"));
        }
    }

    private JsonNode value(String pointer) throws IOException {
        if (parser.isCurrentAlias()) {
            problems.add(new ConfigurationProblem(file, pointer, "aliases (*name) are not supported; write the value out"));
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(pointer);
            case START_ARRAY -> array(pointer);
            default -> parser.readValueAs(JsonNode.class);
        };
    }

    private ObjectNode object(String pointer) throws IOException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            String below = Draft.below(pointer, name);
            parser.nextToken();
            if (object.has(name)) {
                problems.add(new ConfigurationProblem(file, below, "this key is given twice"));
            }
            object.set(name, value(below));
        }
        return object;
    }

    private ArrayNode array(String pointer) throws IOException {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(pointer + "/" + array.size()));
        }
        return array;
    }
}
