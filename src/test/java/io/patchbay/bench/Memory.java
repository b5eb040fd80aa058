package io.patchbay.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a gateway takes of the memory; megabytes.
 *
 * @param resident now
 * @param peak     resident at the most so far
 * @param heap     of it in use, live or not yet collected
 */
record Memory(double resident, double peak, double heap) {

    static Memory of(Node node) {
        double heap = new Metrics(node.management).sum("jvm_memory_used_bytes", "area=\"heap\"");
        return new Memory(status(node.handle(), "VmRSS:"), status(node.handle(), "VmHWM:"), heap / 1e6);
    }

    /** NaN where the system does not tell. */
    private static double status(ProcessHandle process, String name) {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        if (!Files.exists(status)) {
            return Double.NaN;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith(name)).mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024 / 1e6).findFirst().orElse(Double.NaN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        return "Patchbay's memory after that, with `-Xmx384m`: " + Series.number("%.0f", resident) + " MB resident, " + Series.number("%.0f", peak)
                + " MB at the most, " + Series.number("%.0f", heap) + " MB of heap in use.\n";
    }
}
