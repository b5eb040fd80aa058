package io.patchbay.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The demo's configuration in a directory where a test may spoil it. */
record ConfigurationCopy(Path directory) {

    static ConfigurationCopy in(Path folder) {
        Path demo = Path.of("config/demo");
        try (Stream<Path> files = Files.walk(demo)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve("config").resolve(demo.relativize(file).toString()));
            }
            return new ConfigurationCopy(folder.resolve("config"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ConfigurationCopy replace(String file, String part, String by) {
        try {
            String text = Files.readString(directory.resolve(file));
            if (!text.contains(part)) {
                throw new AssertionError(file + " does not hold " + part);
            }
            Files.writeString(directory.resolve(file), text.replace(part, by));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
