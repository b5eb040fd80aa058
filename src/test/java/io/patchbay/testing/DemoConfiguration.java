package io.patchbay.testing;

import io.patchbay.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The demo's configuration, pointed at simulators on other ports, and without a limit of requests: tests of one class share a minute. */
final class DemoConfiguration {

    private static final Path DEMO = Path.of("config/demo");

    private DemoConfiguration() {
    }

    static Path at(Path workspace, Sandbox sandbox) {
        Path copy = workspace.resolve("config");
        try (Stream<Path> files = Files.walk(DEMO)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(DEMO.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.writeString(target, pointed(Files.readString(file), sandbox));
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pointed(String text, Sandbox sandbox) {
        String pointed = text.replaceAll("requestsPerMinute: \\d+", "requestsPerMinute: 0");
        for (String[] provider : List.of(new String[] {"connect", "8091"}, new String[] {"telegent", "8092"}, new String[] {"tellisim", "8093"})) {
            pointed = pointed.replace("http://localhost:" + provider[1], sandbox.baseUrl(provider[0]).toString());
        }
        return pointed;
    }
}
