package io.patchbay.gateway;

import static io.patchbay.testing.Gateway.ACME;
import static io.patchbay.testing.Gateway.GLOBEX;
import static io.patchbay.testing.Gateway.INITECH;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A provider is data: one that this repository has never heard of is put into service by files alone, and one whose files are
 * broken stays out of service without taking anybody with it.
 */
class FourthProviderTest {

    private static final String HOOLI = "pb_test_hooli";
    private static final String TOKEN = "umbra-secret-token";
    private static final Path FOURTH = Path.of("src/test/resources/fourth");

    @TempDir
    static Path workspace;

    static HttpServer umbra;
    static Gateway gateway;
    static final Map<String, String> LINES = new ConcurrentHashMap<>();
    static final List<String> ARRIVED = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        umbra = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        umbra.createContext("/lines/", FourthProviderTest::answer);
        umbra.start();
        for (String folder : List.of("routes", "mappings", "contracts")) {
            copy(Path.of(folder), workspace.resolve(folder));
            copy(FOURTH.resolve(folder), workspace.resolve(folder));
        }
        Files.writeString(workspace.resolve("mappings/providers/telegent/provider.yaml"), "\nnonsense: true\n", StandardOpenOption.APPEND);
        gateway = Gateway.start(workspace, Map.of("patchbay.routes-dir", workspace.resolve("routes").toString(),
                "patchbay.mappings-dir", workspace.resolve("mappings").toString(),
                "patchbay.contracts-dir", workspace.resolve("contracts").toString()), FourthProviderTest::configured);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        umbra.stop(0);
    }

    private static void configured(Path configuration) {
        try {
            String stub = "http://localhost:" + umbra.getAddress().getPort();
            Files.writeString(configuration.resolve("umbra.yaml"), Files.readString(FOURTH.resolve("config/umbra.yaml")).replace("STUB", stub));
            Files.writeString(configuration.resolve("secrets/umbra-token"), TOKEN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    /** The made-up provider: a line is lit as soon as somebody looks at it. */
    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String line = exchange.getRequestURI().getPath().substring("/lines/".length());
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            ARRIVED.add(exchange.getRequestMethod() + " " + exchange.getRequestHeaders().getFirst("X-Umbra-Token") + " " + body);
            switch (exchange.getRequestMethod()) {
                case "PUT" -> {
                    LINES.put(line, body);
                    send(exchange, 201, "{\"line\": \"" + line + "\", \"lit\": false, \"number\": \"+15550001234\"}");
                }
                case "DELETE" -> send(exchange, LINES.remove(line) == null ? 404 : 200, "{}");
                default -> send(exchange, LINES.containsKey(line) ? 200 : 404, "{\"line\": \"" + line + "\", \"lit\": true}");
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static Answer order(String key, String offering) {
        return gateway.post(key, "/v1/subscriptions", """
                {"productOfferingId": "%s", "customerId": "c", "display": "d", "subscriber": {"name": "Ada", "email": "ada@example.com"},
                 "activation": {"sim": {"esim": true}}}""".formatted(offering));
    }

    @Test
    void a_provider_given_only_as_files_creates_reads_and_cancels() {
        Answer made = order(HOOLI, "umbra-basic");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.text("/status")).isEqualTo("PENDING");
        assertThat(made.text("/msisdn")).isEqualTo("+15550001234");
        assertThat(made.text("/provider/name")).isEqualTo("umbra");
        assertThat(made.json().path("notices").findValuesAsText("pointer")).containsExactly("/display");
        assertThat(ARRIVED).contains("PUT Token " + TOKEN + " {\"tariff\":\"T1\",\"holder\":\"Ada\"}");
        assertThat(LINES).containsOnlyKeys(made.text("/subscriptionId"));

        String path = "/v1/subscriptions/" + made.text("/subscriptionId");
        assertThat(gateway.get(HOOLI, path + "?refresh=true").text("/status")).isEqualTo("ACTIVATED");
        assertThat(gateway.post(HOOLI, path + "/pause", null).text("/code")).isEqualTo("capability-missing");
        assertThat(gateway.post(HOOLI, path + "/cancel", "{}").text("/status")).isEqualTo("CANCELLED");
        assertThat(LINES).isEmpty();
    }

    @Test
    void its_offering_tells_what_it_can_do() {
        Answer offering = gateway.get(HOOLI, "/v1/product-offerings/umbra-basic");

        assertThat(offering.text("/provider")).isEqualTo("umbra");
        assertThat(offering.body()).contains("create", "cancel").doesNotContain("pause");
    }

    @Test
    void a_provider_with_broken_files_is_out_of_service_alone() {
        Answer broken = order(GLOBEX, "mobile-10gb");

        assertThat(broken.status()).as(broken.body()).isEqualTo(503);
        assertThat(broken.text("/code")).isEqualTo("not-ready");
        assertThat(broken.headers()).containsKey("retry-after");
        assertThat(gateway.arrived("telegent")).isEmpty();
        assertThat(order(ACME, "mobile-10gb").status()).isEqualTo(201);
        assertThat(order(INITECH, "mobile-10gb").status()).isEqualTo(201);
    }

    @Test
    void the_gateway_is_ready_although_one_provider_is_not() {
        assertThat(Gateway.raw(gateway.managementPort(), null, "GET", "/actuator/health/readiness", null).status()).isEqualTo(200);
        assertThat(Gateway.raw(gateway.managementPort(), null, "GET", "/actuator/health/liveness", null).status()).isEqualTo(200);
    }
}
