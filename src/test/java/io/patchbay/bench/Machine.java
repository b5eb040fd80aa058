package io.patchbay.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.stream.Stream;

/** What everything ran on, in words. */
final class Machine {

    private Machine() {
    }

    static String description(Lab lab) {
        return "Measured on " + LocalDate.now(ZoneOffset.UTC) + ", size `" + lab.size.name() + "`, with everything on one machine: "
                + Runtime.getRuntime().availableProcessors() + " cores (" + processor() + "), " + gigabytes() + " GB of memory, "
                + System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + System.getProperty("os.arch") + ", large pages " + largePages() + ", Java " + Runtime.version() + ", "
                + lab.server.description() + (lab.hasPeers ? ", " + said("nginx", "-v") + ", " + said("pgbench", "--version") : "") + ".\n\n";
    }

    private static String processor() {
        Path processors = Path.of("/proc/cpuinfo");
        if (!Files.exists(processors)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(processors)) {
            return lines.filter(line -> line.toLowerCase(Locale.ROOT).startsWith("model name")).map(line -> line.substring(line.indexOf(':') + 2)).findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the kernel lends to processes that ask for them: {@code always}, {@code madvise} or {@code never}. */
    private static String largePages() {
        Path mode = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
        try {
            return Files.exists(mode) ? Files.readString(mode).replaceAll("(?s).*\\[|].*", "") : "unknown";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long gigabytes() {
        return Math.round(((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize() / 1e9);
    }

    private static String said(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip().replace("nginx version: ", "").replaceAll(" \\((Debian|Ubuntu)[^)]*\\)", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
