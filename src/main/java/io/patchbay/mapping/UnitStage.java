package io.patchbay.mapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The files of one unit laid out in a directory of their own beside what all units share, so that nobody can change them while they are checked. */
final class UnitStage implements AutoCloseable {

    private final Path root;

    private UnitStage(Path root) {
        this.root = root;
    }

    /** @param shared where the schemas and the shared mappings are */
    static UnitStage of(UnitFiles files, UnitDirectories shared) throws IOException {
        UnitStage stage = new UnitStage(Files.createTempDirectory("patchbay-unit-"));
        try {
            stage.lay(files, shared);
            return stage;
        } catch (IOException | RuntimeException e) {
            stage.close();
            throw e;
        }
    }

    UnitDirectories directories() {
        return new UnitDirectories(root.resolve("routes"), root.resolve("mappings"), root.resolve("contracts"));
    }

    private void lay(UnitFiles files, UnitDirectories shared) throws IOException {
        copy(shared.contracts().resolve("schema"), root.resolve("contracts/schema"));
        for (Path entry : UnitLint.files(shared.mappings())) {
            if (!entry.endsWith("providers")) {
                copy(entry, root.resolve("mappings").resolve(entry.getFileName().toString()));
            }
        }
        for (Map.Entry<String, String> file : files.texts().entrySet()) {
            Path target = root.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.writeString(target, file.getValue());
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> below = Files.exists(from) ? Files.walk(from) : Stream.empty()) {
            files = below.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> below = Files.walk(root)) {
            below.sorted(Comparator.reverseOrder()).forEach(each -> each.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
