package io.patchbay.provider;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Tells one build of the gateway from any other by what is in its jar, the names of the libraries among it, and by the JVM it runs on. */
final class Build {

    private static final String NESTED = "nested:";

    private Build() {
    }

    /** @return SHA-256, in hexadecimal digits; empty where the gateway runs from a directory of classes, which anybody may change at any time */
    static Optional<String> running() {
        return jar(Build.class.getProtectionDomain().getCodeSource().getLocation()).filter(Files::isRegularFile).flatMap(Build::of);
    }

    /** As the class loaders give it: a jar, or classes inside of a jar that holds the libraries, too. */
    static Optional<Path> jar(URL location) {
        try {
            String place = location.getProtocol().equals("jar") ? location.getPath() : location.toString();
            String outer = place.contains("!") ? place.substring(0, place.indexOf("!")).replaceFirst("/$", "") : place;
            return Optional.of(Path.of(URI.create(outer.startsWith(NESTED) ? "file:" + outer.substring(NESTED.length()) : outer)));
        } catch (IllegalArgumentException elsewhere) {
            return Optional.empty();
        }
    }

    static Optional<String> of(Path jar) {
        try (ZipFile entries = new ZipFile(jar.toFile())) {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            Stream.concat(entries.stream().map(Build::line), libraries(jar).stream()).forEach(line -> sha.update(line.getBytes(StandardCharsets.UTF_8)));
            sha.update(Runtime.version().toString().getBytes(StandardCharsets.UTF_8));
            return Optional.of(HexFormat.of().formatHex(sha.digest()));
        } catch (IOException | NoSuchAlgorithmException unreadable) {
            return Optional.empty();
        }
    }

    /** Beside a jar that was taken apart: their check sums would have to be read from each, so they are told by name and size. */
    private static List<String> libraries(Path jar) throws IOException {
        Path folder = jar.resolveSibling("lib");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                lines.add(file.getFileName() + " " + Files.size(file) + "\n");
            }
        }
        return lines;
    }

    /** The check sums are in the jar's own directory: nothing has to be unpacked. */
    private static String line(ZipEntry entry) {
        return entry.getName() + " " + entry.getSize() + " " + entry.getCrc() + "\n";
    }
}
