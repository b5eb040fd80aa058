package io.patchbay.bench;

import io.patchbay.testing.Gateway;
import io.patchbay.testing.JarProcess;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A gateway as it is delivered: the packaged jar as a process, with the settings it has by itself. */
final class Node implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final Pattern READY = Pattern.compile("(Started Patchbay)");

    private final JarProcess process;
    final int port;

    /** @param recording where to leave a flight recording, empty for none */
    Node(String name, Server server, Path configuration, String recording) {
        Map<String, String> environment = new HashMap<>(Map.of("SPRING_DATASOURCE_URL", server.url(), "SPRING_DATASOURCE_USERNAME", "postgres",
                "SPRING_DATASOURCE_PASSWORD", "postgres", "PATCHBAY_CONFIG_DIR", configuration.toString(), "PATCHBAY_NODE", name,
                "SERVER_PORT", "0", "MANAGEMENT_SERVER_PORT", "0"));
        if (!recording.isEmpty()) {
            environment.put("JDK_JAVA_OPTIONS", "-XX:StartFlightRecording=settings=profile,filename=" + recording + "-" + name + ".jfr");
        }
        process = JarProcess.start(environment);
        List<String> ports = process.printed(PORT, 2);
        process.printed(READY, 1);
        port = Integer.parseInt(ports.getFirst());
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
