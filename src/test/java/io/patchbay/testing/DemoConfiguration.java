package io.patchbay.testing;

import io.patchbay.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The demo's configuration, pointed at providers on other ports, and without a limit of requests: tests of one class share a minute. */
public final class DemoConfiguration {

    private static final Path DEMO = Path.of("config/demo");

    private DemoConfiguration() {
    }

    static Path at(Path workspace, Sandbox sandbox) {
        return at(workspace, provider -> sandbox.baseUrl(provider).toString());
    }

    /** @param address takes the name of a provider, gives its base URL */
    public static Path at(Path workspace, UnaryOperator<String> address) {
        Path copy = workspace.resolve("config");
        try (Stream<Path> files = Files.walk(DEMO)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(DEMO.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.writeString(target, pointed(Files.readString(file), address));
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pointed(String text, UnaryOperator<String> address) {
        String pointed = text.replaceAll("requestsPerMinute: \\d+", "requestsPerMinute: 0");
        for (String[] provider : List.of(new String[] {"connect", "8091"}, new String[] {"telegent", "8092"}, new String[] {"tellisim", "8093"})) {
            pointed = pointed.replace("http://localhost:" + provider[1], address.apply(provider[0]));
        }
        return pointed;
    }
}
