package io.patchbay.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a gateway tells Prometheus. */
record Metrics(int port) {

    /** The sum of all samples of a name that have a label. */
    double sum(String name, String label) {
        return Arrays.stream(page().split("\n")).filter(line -> line.startsWith(name) && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }

    private String page() {
        try (var page = URI.create("http://localhost:" + port + "/actuator/prometheus").toURL().openStream()) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
