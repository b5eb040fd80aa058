package io.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DiffTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "the-key-of-the-test";

    private record Answer(int status, String body) {
    }

    @TempDir
    Path folder;

    private final Terminal terminal = new Terminal();
    private final AtomicReference<Answer> answer = new AtomicReference<>();
    private ConfigurationCopy configuration;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        configuration = ConfigurationCopy.in(folder);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean right = exchange.getRequestURI().toString().equals("/gateway/admin/v1/revisions/current")
                    && KEY.equals(exchange.getRequestHeaders().getFirst("X-Api-Key"));
            byte[] body = right ? answer.get().body().getBytes(StandardCharsets.UTF_8) : new byte[0];
            exchange.sendResponseHeaders(right ? answer.get().status() : 401, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        runs(document -> { });
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** The gateway runs the demo, but for a change. */
    private void runs(Consumer<ObjectNode> change) {
        ObjectNode document = Validate.document(Path.of("config/demo"), terminal.command(Map.of())).orElseThrow();
        change.accept(document);
        answer.set(new Answer(200, JSON.createObjectNode().put("revision", 7).put("author", "somebody").set("document", document).toString()));
    }

    private String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/gateway/";
    }

    private int diff(String... options) {
        return diffBy(KEY, options);
    }

    private int diffBy(String key, String... options) {
        String[] given = Stream.concat(Stream.of("diff", configuration.directory().toString(), url()), Stream.of(options)).toArray(String[]::new);
        return Diff.run(given, terminal.command(Map.of(Diff.KEY, key)));
    }

    @Test
    void the_same_is_the_same() {
        assertThat(diff()).as(terminal.err()).isZero();
        assertThat(terminal.out()).isEqualTo("The same as revision 7" + System.lineSeparator());
    }

    @Test
    void what_would_be_added_removed_and_changed_is_told_with_its_fields() {
        runs(document -> {
            document.withObject("/tenants").remove("initech");
            document.withObject("/offerings/old").put("name", "Old");
            document.withObject("/accounts/acme-connect").put("title", "Before").put("sandbox", false);
            document.withObject("/accounts/acme-connect/credentials").put("apiKey", "env:BEFORE");
            ((ObjectNode) document.at("/tenants/acme/keys/0")).put("hash", "sha256:" + "0".repeat(64));
        });

        assertThat(diff()).isEqualTo(1);
        assertThat(terminal.out().lines()).contains("+ tenants/initech", "- offerings/old", "~ accounts/acme-connect",
                "    /title: \"Before\" -> \"Acme at SeamlessOS Connect (simulated)\"", "    /credentials/apiKey: \"env:BEFORE\" -> \"file:secrets/connect-api-key\"",
                "    /sandbox: false -> true", "~ tenants/acme", "    /keys/0/hash: \"(hash)\" -> \"(hash)\"", "4 entries differ from revision 7");
        assertThat(terminal.out()).doesNotContain("sha256");
    }

    @Test
    void a_key_that_would_be_added_shows_no_hash() {
        runs(document -> ((ArrayNode) document.at("/tenants/acme/keys")).removeAll());

        assertThat(diff()).isEqualTo(1);
        assertThat(terminal.out()).contains("/keys/0: (nothing) -> {").doesNotContain("sha256");
    }

    @Test
    void rules_in_another_order_differ() {
        runs(document -> document.withArray("/routes").add(document.withArray("/routes").remove(0)));

        assertThat(diff()).isEqualTo(1);
        assertThat(terminal.out()).contains("~ routes").contains("/0: \"globex\" -> \"acme\"");
    }

    @Test
    void machines_are_told_the_same() throws IOException {
        runs(document -> {
            document.withObject("/tenants").remove("initech");
            document.withObject("/accounts/acme-connect").remove("title");
        });

        assertThat(diff("--json")).isEqualTo(1);
        JsonNode told = JSON.readTree(terminal.out());
        assertThat(told.path("revision").asInt()).isEqualTo(7);
        assertThat(told.path("same").asBoolean()).isFalse();
        assertThat(told.at("/added/0").asText()).isEqualTo("tenants/initech");
        assertThat(told.at("/removed")).isEmpty();
        assertThat(told.at("/changed/0/path").asText()).isEqualTo("accounts/acme-connect");
        assertThat(told.at("/changed/0/fields/0/pointer").asText()).isEqualTo("/title");
        assertThat(told.at("/changed/0/fields/0/before").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"401, does not take PATCHBAY_ADMIN_KEY", "403, does not take PATCHBAY_ADMIN_KEY", "404, no gateway of this version", "503, answered 503"})
    void a_refusal_is_told(int status, String words) {
        answer.set(new Answer(status, "{}"));
        assertThat(diff()).isEqualTo(2);
        assertThat(terminal.err()).contains(words);
    }

    @ParameterizedTest
    @CsvSource({"{}", "[]", "{\"revision\": 1}", "no json"})
    void an_answer_without_a_revision_is_told(String body) {
        answer.set(new Answer(200, body));
        assertThat(diff()).isEqualTo(2);
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void another_key_is_refused_and_shown_nowhere() {
        assertThat(diffBy("another-key")).isEqualTo(2);
        assertThat(terminal.err()).contains("does not take").doesNotContain("another-key");
        assertThat(diffBy("a\nkey")).isEqualTo(2);
        assertThat(diffBy(" ")).isEqualTo(2);
        assertThat(terminal.err()).contains("Set PATCHBAY_ADMIN_KEY");
    }

    @Test
    void a_gateway_that_is_not_there_is_told() {
        server.stop(0);
        assertThat(diff()).isEqualTo(2);
        assertThat(terminal.err()).contains("cannot be asked");
    }

    @Test
    void what_is_not_valid_is_not_compared() {
        configuration.replace("routing.yaml", "tenant: acme,", "tenant: acmee,");
        assertThat(diff()).isEqualTo(2);
        assertThat(terminal.err()).contains("routing.yaml /routes/0/tenant").contains("is not compared");
    }

    static List<List<String>> wrong() {
        return List.of(List.of("diff"), List.of("diff", "config/demo"), List.of("diff", "config/demo", "http://localhost", "--all"),
                List.of("diff", "no/such/directory", "http://localhost"), List.of("diff", "config/demo", "ftp://localhost"), List.of("diff", "config/demo", "no url"),
                List.of("diff", "config/demo", "http://user:password@localhost"), List.of("diff", "config/demo", "http://localhost?key=x"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void wrong_usage_shows_the_usage(List<String> given) {
        assertThat(Diff.run(given.toArray(String[]::new), terminal.command(Map.of(Diff.KEY, KEY)))).isEqualTo(2);
        assertThat(terminal.err()).contains("jar diff <dir> <url>");
    }
}
