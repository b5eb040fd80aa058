package io.patchbay.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/** The repository's provider units with some other settings, such as a shorter time-out, in a directory of their own. */
public final class ProviderCopy {

    private static final Path MAPPINGS = Path.of("mappings");

    private ProviderCopy() {
    }

    /**
     * @param change takes the name of a provider and its sheet, gives the sheet to use
     * @return what to tell the gateway so that it uses the copy
     */
    public static Map<String, String> in(Path workspace, BinaryOperator<String> change) {
        Path copy = workspace.resolve("mappings");
        try (Stream<Path> files = Files.walk(MAPPINGS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(MAPPINGS.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.writeString(target, changed(file, change));
            }
            return Map.of("patchbay.mappings-dir", copy.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A sheet whose provider is given up on, asked again and believed within a second or two. */
    public static String impatient(String sheet) {
        return sheet.replaceFirst("response: \\d+s", "response: 1s").replaceFirst("(?m)^settling: .*$",
                "settling: {first: 50ms, growth: 2, longest: 500ms, grace: 1s, looks: 2, spacing: 200ms, attention: 10m}");
    }

    /** A sheet by which what failed for a moment is tried again almost at once. */
    public static String hasty(String sheet) {
        return sheet.replaceFirst("(?m)^retry: \\{attempts: (\\d+), first: \\d+ms", "retry: {attempts: $1, first: 10ms");
    }

    private static String changed(Path file, BinaryOperator<String> change) throws IOException {
        String text = Files.readString(file);
        return file.endsWith("provider.yaml") ? change.apply(file.getParent().getFileName().toString(), text) : text;
    }
}
