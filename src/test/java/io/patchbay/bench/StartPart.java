package io.patchbay.bench;

import static org.awaitility.Awaitility.await;

import io.patchbay.testing.JarProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.util.FileSystemUtils;

/** From the start of the process to the first readiness, on a database that has been used before. */
final class StartPart {

    private static final String PACKAGED = "as packaged";
    private static final String EXTRACTED = "extracted, as in the image";
    private static final String CACHED = "extracted, with an AOT cache";
    /** As the image has it, where all beans are known beforehand; {@code bench/run} has Maven make it. */
    private static final Path IMAGE = JarProcess.JAR.resolveSibling("image").resolve(JarProcess.JAR.getFileName());
    private static final String BEANS = "-Dspring.aot.enabled=true";

    private final Lab lab;
    private final String url;
    private final Path extracted = Lab.WORKSPACE.resolve("extracted").resolve(IMAGE.getFileName());
    private final Path cache = extracted.resolveSibling("patchbay.aot");
    private final Results<Double> results = new Results<>();

    StartPart(Lab lab) {
        this.lab = lab;
        this.url = lab.server.database("starts");
    }

    Part run() {
        if (lab.size.isSmoke()) {
            results.add("start", PACKAGED, lab.gateway("starts", Map.of()).start.toMillis() / 1000.0);
        } else {
            rounds();
        }
        return new Part("start", text(), List.of(Goal.atMost("Start to ready with an AOT cache", seconds(CACHED), 4, " s")));
    }

    private void rounds() {
        started(JarProcess.JAR, List.of());
        extract();
        started(extracted, List.of(BEANS, "-XX:AOTCacheOutput=" + cache));
        for (int round = 0; round < lab.size.rounds(); round++) {
            add(PACKAGED, JarProcess.JAR, List.of());
            add(EXTRACTED, extracted, List.of(BEANS));
            add(CACHED, extracted, List.of(BEANS, "-XX:AOTCache=" + cache));
        }
    }

    private void add(String how, Path jar, List<String> options) {
        results.add("start", how, started(jar, options));
    }

    /** @return seconds */
    private double started(Path jar, List<String> more) {
        List<String> options = new ArrayList<>(Lab.JVM);
        options.addAll(more);
        int management = freePort();
        long began = System.nanoTime();
        try (JarProcess process = JarProcess.start(jar, options, Node.environment("starts", url, lab.configuration, Map.of("MANAGEMENT_SERVER_PORT", String.valueOf(management))))) {
            await().atMost(Duration.ofMinutes(1)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20)).until(() -> Node.isReady(management));
            double seconds = (System.nanoTime() - began) / 1e9;
            process.terminate();
            process.exit();
            return seconds;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void extract() {
        try {
            FileSystemUtils.deleteRecursively(extracted.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (JarProcess tools = JarProcess.start(IMAGE, List.of("-Djarmode=tools"), Map.of(), "extract", "--destination", extracted.getParent().toString())) {
            if (tools.exit() != 0) {
                throw new IllegalStateException("the jar was not extracted: " + tools.output());
            }
        }
    }

    private String text() {
        Table table = new Table("Patchbay", results.loads());
        table.row("Start to ready, seconds", how -> results.series("start", how, seconds -> seconds).text("%.2f"));
        return table.text();
    }

    private double seconds(String how) {
        Series series = results.series("start", how, seconds -> seconds);
        return series.isEmpty() ? Double.NaN : series.median();
    }
}
