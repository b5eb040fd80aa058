package io.patchbay.mapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The files of one unit laid out in a directory of their own beside what all units share, so that nobody can change them while they are checked. */
final class UnitStage implements AutoCloseable {

    private final Path root;

    private UnitStage(Path root) {
        this.root = root;
    }

    static UnitStage of(UnitFiles files, SharedFiles shared) throws IOException {
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

    private void lay(UnitFiles files, SharedFiles shared) throws IOException {
        Set<Path> folders = new HashSet<>();
        for (Map.Entry<String, byte[]> file : shared.contents().entrySet()) {
            Files.write(place(file.getKey(), folders), file.getValue());
        }
        for (Map.Entry<String, String> file : files.texts().entrySet()) {
            Files.writeString(place(file.getKey(), folders), file.getValue());
        }
    }

    private Path place(String path, Set<Path> folders) throws IOException {
        Path place = root.resolve(path);
        if (folders.add(place.getParent())) {
            Files.createDirectories(place.getParent());
        }
        return place;
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
