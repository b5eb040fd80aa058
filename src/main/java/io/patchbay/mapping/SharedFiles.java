package io.patchbay.mapping;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What all provider units share at one moment, schemas and mappings: with other ones, the same unit may be another. By path as in the repository. */
record SharedFiles(SortedMap<String, byte[]> contents) {

    static SharedFiles read(UnitDirectories dirs) throws IOException {
        SortedMap<String, byte[]> contents = new TreeMap<>();
        add(contents, "contracts/schema", dirs.contracts().resolve("schema"));
        for (Path entry : UnitLint.files(dirs.mappings())) {
            if (!entry.endsWith("providers")) {
                add(contents, "mappings/" + entry.getFileName(), entry);
            }
        }
        return new SharedFiles(contents);
    }

    private static void add(Map<String, byte[]> contents, String name, Path place) throws IOException {
        List<Path> files;
        try (Stream<Path> below = Files.exists(place) ? Files.walk(place) : Stream.empty()) {
            files = below.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            String below = place.relativize(file).toString().replace('\\', '/');
            contents.put(below.isEmpty() ? name : name + "/" + below, Files.readAllBytes(file));
        }
    }

    /** @param name such as {@code provider} or {@code result} */
    String schema(String name) throws NoSuchFileException {
        String path = "contracts/schema/" + name + ".schema.json";
        if (!contents.containsKey(path)) {
            throw new NoSuchFileException(path);
        }
        return new String(contents.get(path), StandardCharsets.UTF_8);
    }

    void feed(MessageDigest digest) {
        contents.forEach((path, content) -> {
            digest.update((path + "\n" + content.length + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(content);
        });
    }
}
