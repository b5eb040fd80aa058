package io.patchbay.routing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;

/** Reads and checks a configuration directory as a whole. */
final class ConfigurationFiles {

    private final ConfigurationReader reader;
    private final ConfigurationRules rules;

    ConfigurationFiles(ConfigurationRules rules) {
        this.reader = new ConfigurationReader(rules.schema());
        this.rules = rules;
    }

    /**
     * The merged document.
     *
     * @throws InvalidConfiguration with every problem, if there is one
     */
    ObjectNode read(Path directory) {
        Draft draft = reader.read(directory);
        rules.problems(draft);
        if (!draft.problems().isEmpty()) {
            throw new InvalidConfiguration(draft.problems());
        }
        return draft.document();
    }

    /** When anything in the directory was last changed, came or went. */
    Instant touched(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return Stream.concat(Stream.of(directory), files.filter(file -> file.toString().endsWith(".yaml")))
                    .map(ConfigurationFiles::changed).max(Comparator.naturalOrder()).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Instant changed(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
