package io.patchbay.bench;

import static org.awaitility.Awaitility.await;

import io.patchbay.testing.Gateway;
import io.patchbay.testing.JarProcess;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A gateway as it is delivered: the packaged jar as a process, with the settings it has by itself. */
final class Node implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final JarProcess process;
    final String url;
    final int port;
    final int management;
    /** From the start of the process to readiness, to a tenth of a second. */
    final Duration start;

    /** @param recording where to leave a flight recording, empty for none */
    Node(String name, Server server, Path configuration, String recording) {
        this(name, server.url(), configuration, List.of("-Xmx512m"), recording.isEmpty() ? Map.of()
                : Map.of("JDK_JAVA_OPTIONS", "-XX:StartFlightRecording=settings=profile,filename=" + recording + "-" + name + ".jfr"));
    }

    /**
     * @param options of the JVM
     * @param more    settings by their environment variables
     */
    Node(String name, String url, Path configuration, List<String> options, Map<String, String> more) {
        this.url = url;
        long began = System.nanoTime();
        process = JarProcess.start(JarProcess.JAR, options, environment(name, url, configuration, more));
        try {
            List<String> ports = process.printed(PORT, 2);
            port = Integer.parseInt(ports.getFirst());
            management = Integer.parseInt(ports.getLast());
            awaitReadiness(management);
            start = Duration.ofNanos(System.nanoTime() - began);
        } catch (RuntimeException | Error failed) {
            // nobody else knows of it yet
            process.close();
            throw failed;
        }
    }

    private static void awaitReadiness(int management) {
        await().atMost(PATIENCE).until(() -> isReady(management));
    }

    /** Whether traffic may be sent to the gateway with this management port. */
    static boolean isReady(int management) {
        try {
            return ((HttpURLConnection) URI.create("http://localhost:" + management + "/actuator/health/readiness").toURL().openConnection()).getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    static Map<String, String> environment(String name, String url, Path configuration, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of("SPRING_DATASOURCE_URL", url, "SPRING_DATASOURCE_USERNAME", "postgres",
                "SPRING_DATASOURCE_PASSWORD", "postgres", "PATCHBAY_CONFIG_DIR", configuration.toString(), "PATCHBAY_NODE", name,
                "SERVER_PORT", "0", "MANAGEMENT_SERVER_PORT", "0"));
        environment.putAll(more);
        return environment;
    }

    ProcessHandle handle() {
        return process.handle();
    }

    /** @return the id of the subscription that was made or scheduled */
    String order(String key, String body) {
        Gateway.Answer answer = Gateway.raw(port, key, "POST", "/v1/subscriptions", body);
        if (answer.status() != 201) {
            throw new IllegalStateException("the gateway answered " + answer.status() + ": " + answer.body());
        }
        return answer.text("/subscriptionId");
    }

    String output() {
        return process.output();
    }

    @Override
    public void close() {
        process.terminate();
        process.exit();
        process.close();
    }
}
