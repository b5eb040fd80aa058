package io.patchbay.routing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads a configuration directory: all its {@code *.yaml} files, in the order of their names, as one draft. */
final class ConfigurationReader {

    private final ConfigurationSchema schema;

    ConfigurationReader(ConfigurationSchema schema) {
        this.schema = schema;
    }

    /** @throws InvalidConfiguration if there is no such directory */
    Draft read(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new InvalidConfiguration(List.of(new ConfigurationProblem(directory.toString(), "",
                    "there is no such directory; set PATCHBAY_CONFIG_DIR to the directory with the configuration's *.yaml files")));
        }
        Draft draft = new Draft();
        List<Path> files = files(directory, ".yaml");
        if (files.isEmpty()) {
            draft.problems().add(new ConfigurationProblem(directory.toString(), "", "the directory holds no *.yaml file"));
        }
        files(directory, ".yml").forEach(file -> draft.problems().add(
                new ConfigurationProblem(file.getFileName().toString(), "", "would not be read; rename it to end in .yaml")));
        files.forEach(file -> read(file, draft));
        return draft;
    }

    private void read(Path path, Draft draft) {
        String file = path.getFileName().toString();
        JsonNode content = YamlTree.read(path, draft.problems());
        if (!content.isMissingNode()) {
            schema.check(file, content, draft.problems());
            draft.merge(file, content);
        }
    }

    private static List<Path> files(Path directory, String ending) {
        try (Stream<Path> found = Files.list(directory)) {
            return found.filter(path -> path.toString().endsWith(ending) && Files.isRegularFile(path)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
