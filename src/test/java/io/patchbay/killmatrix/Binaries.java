package io.patchbay.killmatrix;

import io.patchbay.testing.JarProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The packaged jar, laid out by its own tools and with a cache of loaded classes, so that a gateway that was killed is back in seconds
 * and two hundred kills fit into a coffee break.
 */
final class Binaries {

    private static final List<String> FLAGS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m");
    private static final Duration LAYING_OUT = Duration.ofMinutes(1);

    private final Path directory;
    private final Path cache;

    private Binaries(Path directory) {
        this.directory = directory;
        this.cache = directory.resolve("classes.aot");
    }

    static Binaries laidOut(Path workspace) {
        try {
            Path jar = JarProcess.JAR;
            Path directory = workspace.resolve("app-" + Files.size(jar) + "-" + Files.getLastModifiedTime(jar).toMillis());
            if (!Files.exists(directory)) {
                Program.start(workspace.resolve("logs/extract.log"), Map.of(), List.of(java(), "-Djarmode=tools", "-jar", jar.toString(),
                        "extract", "--destination", directory.toString())).hasEnded(LAYING_OUT);
            }
            return new Binaries(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String java() {
        return ProcessHandle.current().info().command().orElseThrow();
    }

    boolean isTrained() {
        return Files.exists(cache);
    }

    /** The command of a life that leaves the cache behind when it ends. */
    List<String> training() {
        return command(List.of("-XX:AOTCacheOutput=" + cache));
    }

    List<String> command(String... arguments) {
        List<String> command = command(isTrained() ? List.of("-XX:AOTCache=" + cache) : List.of());
        command.addAll(List.of(arguments));
        return command;
    }

    private List<String> command(List<String> caching) {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(FLAGS);
        command.addAll(caching);
        command.addAll(List.of("-jar", jar().toString()));
        return command;
    }

    private Path jar() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar")).findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
