package io.patchbay.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.patchbay.routing.Administrator;
import io.patchbay.routing.ApiKey;
import io.patchbay.routing.Configuration;
import io.patchbay.routing.ConfigurationStore;
import io.patchbay.routing.Mode;
import io.patchbay.routing.Scope;
import io.patchbay.routing.Tenant;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.quartz.QuartzAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

@SpringBootTest(classes = DoorTest.Slice.class, webEnvironment = WebEnvironment.RANDOM_PORT, properties = {"management.server.port=0", "management.endpoint.health.validate-group-membership=false"})
class DoorTest {

    private static final String FULL = "full-key";
    private static final String READ_ONLY = "read-only-key";
    private static final String WRITE_ONLY = "write-only-key";
    private static final String ADMIN = "admin-key";
    private static final int LIMIT = 262_144;

    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @LocalServerPort
    int port;

    @LocalManagementPort
    int managementPort;

    @Autowired
    MeterRegistry meters;

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/echo, full-key, 200", "GET, /v1/echo, read-only-key, 200", "GET, /v1/echo, write-only-key, 403", "GET, /v1/echo, admin-key, 403",
        "POST, /v1/echo, full-key, 200", "POST, /v1/echo, read-only-key, 403", "POST, /v1/echo, write-only-key, 200", "POST, /v1/echo, admin-key, 403",
        "PUT, /v1/echo, read-only-key, 403", "PATCH, /v1/echo, read-only-key, 403", "DELETE, /v1/echo, read-only-key, 403",
        "GET, /admin/v1/echo, admin-key, 200", "POST, /admin/v1/echo, admin-key, 200", "GET, /admin/v1/echo, full-key, 403",
        "GET, /v1/echo, unknown-key, 401", "GET, /admin/v1/echo, unknown-key, 401", "GET, /v1/nothing, unknown-key, 401"})
    void a_scope_opens_its_methods_and_nothing_else(String method, String path, String key, int status) throws Exception {
        assertThat(send(request(path, key).method(method, BodyPublishers.noBody())).statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/echo", "/v1", "/v1/nothing", "/admin/v1/echo"})
    void without_a_key_the_answer_is_401_and_says_how_to_send_one(String path) throws Exception {
        HttpResponse<String> answer = send(request(path, null).GET());
        assertProblem(answer, 401, "unauthenticated");
        assertThat(answer.headers().allValues("WWW-Authenticate")).containsExactly("Bearer");
        assertThat(answer.body()).contains("X-Api-Key");
    }

    @Test
    void the_key_may_come_as_bearer_token() throws Exception {
        assertThat(send(request("/v1/echo", null).header("Authorization", "bearer " + FULL).GET()).body()).contains("acme/full");
    }

    @Test
    void the_same_key_in_both_headers_is_one_key() throws Exception {
        assertThat(send(request("/v1/echo", FULL).header("Authorization", "Bearer " + FULL).GET()).statusCode()).isEqualTo(200);
    }

    @Test
    void different_keys_in_one_request_are_refused_even_if_both_are_valid() throws Exception {
        HttpResponse<String> answer = send(request("/v1/echo", FULL).header("Authorization", "Bearer " + READ_ONLY).GET());
        assertProblem(answer, 401, "unauthenticated");
        assertThat(answer.body()).contains("different API keys");
        assertProblem(send(request("/v1/echo", FULL).header("X-Api-Key", READ_ONLY).GET()), 401, "unauthenticated");
    }

    @Test
    void the_caller_and_the_tenant_in_the_log_context_are_known_behind_the_door() throws Exception {
        assertThat(send(request("/v1/echo", READ_ONLY).GET()).body()).contains("acme/read-only", "mdc=acme");
        assertThat(send(request("/admin/v1/echo", ADMIN).GET()).body()).contains("null/ops", "mdc=null");
    }

    @Test
    void a_refusal_names_the_missing_scope() throws Exception {
        HttpResponse<String> answer = send(request("/v1/echo", READ_ONLY).POST(BodyPublishers.noBody()));
        assertProblem(answer, 403, "scope-missing");
        assertThat(answer.body()).contains("lacks the scope write");
    }

    @Test
    void the_contract_and_the_pages_are_open() throws Exception {
        assertThat(send(request("/openapi.yaml", null).GET()).statusCode()).isEqualTo(200);
        assertThat(send(request("/docs", null).GET()).statusCode()).isEqualTo(200);
        assertThat(send(request("/webjars/swagger-ui/none.js", null).GET()).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/closed", "/actuator/health", "/error", "/login", "/v2/x", "/V1/echo", "/webjars/none", "/docs/none", "/admin"})
    void what_is_not_part_of_the_api_is_404_with_or_without_a_key(String path) throws Exception {
        assertProblem(send(request(path, null).GET()), 404, "not-found");
        assertProblem(send(request(path, FULL).GET()), 404, "not-found");
    }

    @Test
    void an_unknown_path_of_the_api_is_404_for_a_caller() throws Exception {
        assertProblem(send(request("/v1/nothing", FULL).GET()), 404, "not-found");
    }

    @Test
    void a_wrong_method_is_405_with_allow() throws Exception {
        HttpResponse<String> answer = send(request("/v1/only-get", FULL).POST(BodyPublishers.noBody()));
        assertProblem(answer, 405, "method-not-allowed");
        assertThat(answer.headers().firstValue("Allow")).hasValueSatisfying(allow -> assertThat(allow).contains("GET"));
    }

    @Test
    void a_path_spelt_with_escapes_is_guarded_like_the_path_it_means() throws Exception {
        assertThat(send(request("/%761/echo", FULL).GET()).statusCode()).isEqualTo(200);
        assertProblem(send(request("/%761/echo", WRITE_ONLY).GET()), 404, "not-found");
        assertProblem(send(request("/%761/echo", null).GET()), 404, "not-found");
        assertProblem(send(request("/%61dmin/v1/echo", FULL).GET()), 404, "not-found");
        assertThat(raw("GET /v1/../admin/v1/echo HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: " + FULL + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void requests_are_counted_and_timed_by_the_pattern_of_their_path() throws Exception {
        send(request("/v1/only-get", FULL).GET());
        send(request("/v1/failing", FULL).GET());
        send(request("/v1/unavailable", FULL).GET());
        send(request("/v1/only-get", null).GET());
        send(request("/v1/only-get", FULL).method("FROBNICATE", BodyPublishers.noBody()));

        assertThat(counted("GET", "/v1/only-get", "200", "SUCCESS")).isOne();
        assertThat(counted("GET", "/v1/failing", "500", "SERVER_ERROR")).isPositive();
        assertThat(counted("GET", "/v1/unavailable", "503", "SERVER_ERROR")).isPositive();
        assertThat(counted("GET", "UNKNOWN", "401", "CLIENT_ERROR")).isPositive();
        assertThat(meters.find("http.server.requests").tag("method", "FROBNICATE").meters()).isEmpty();
    }

    private long counted(String method, String uri, String status, String outcome) {
        return meters.get("http.server.requests").tags("method", method, "uri", uri, "status", status, "outcome", outcome).timer().count();
    }

    @Test
    void an_unexpected_failure_is_500_without_its_text() throws Exception {
        HttpResponse<String> answer = send(request("/v1/failing", FULL).GET());
        assertProblem(answer, 500, "internal");
        assertThat(answer.body()).doesNotContain("secret-in-exception", "IllegalState");
    }

    @Test
    void a_status_set_behind_the_door_is_a_problem_too() throws Exception {
        assertProblem(send(request("/v1/unavailable", FULL).GET()), 503, "not-ready");
    }

    @Test
    void every_answer_forbids_caching_and_guessing() throws Exception {
        for (String path : List.of("/v1/echo", "/closed", "/v1/failing", "/v1/unavailable", "/v1/nothing", "/admin/v1/echo", "/v1/echo;x=1", "/docs")) {
            HttpResponse<String> answer = send(request(path, FULL).GET());
            assertThat(answer.headers().allValues("Cache-Control")).as(path).containsExactly("no-store");
            assertThat(answer.headers().allValues("X-Content-Type-Options")).as(path).containsExactly("nosniff");
            assertThat(answer.headers().allValues("X-Frame-Options")).as(path).containsExactly("DENY");
            assertThat(answer.headers().allValues("X-XSS-Protection")).as(path).containsExactly("0");
            assertThat(answer.headers().allValues("Strict-Transport-Security")).as("without TLS").isEmpty();
            assertThat(answer.headers().allValues("Set-Cookie")).as(path).isEmpty();
        }
    }

    @Test
    void a_body_of_exactly_the_limit_passes_announced_or_chunked() throws Exception {
        byte[] body = json(LIMIT);
        assertThat(post(BodyPublishers.ofByteArray(body)).body()).contains("bytes=" + LIMIT);
        assertThat(post(chunked(body)).body()).contains("bytes=" + LIMIT);
    }

    @Test
    void one_byte_more_is_413_announced_or_chunked() throws Exception {
        byte[] body = json(LIMIT + 1);
        assertProblem(post(BodyPublishers.ofByteArray(body)), 413, "body-too-large");
        assertProblem(post(chunked(body)), 413, "body-too-large");
    }

    @Test
    void a_get_cannot_bring_a_large_body_either() throws Exception {
        assertProblem(send(request("/v1/echo", FULL).method("GET", BodyPublishers.ofByteArray(json(LIMIT + 1)))), 413, "body-too-large");
    }

    @Test
    void an_endless_body_is_not_read_to_its_end() throws Exception {
        try (Socket socket = new Socket("localhost", port)) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /v1/echo HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: " + FULL
                    + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            assertThat(chunksTakenFrom(out, chunk)).isLessThan(1_000);
        }
    }

    @Test
    void a_strangers_body_is_refused_for_its_key_before_its_size() throws Exception {
        assertProblem(send(request("/v1/echo", null).header("Content-Type", "text/plain").POST(BodyPublishers.ofByteArray(json(LIMIT + 1)))),
                401, "unauthenticated");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "POST | application/json | 200", "POST | Application/JSON; charset=UTF-8 | 200", "PUT | application/json | 200", "PATCH | application/json | 200",
        "PATCH | application/merge-patch+json | 200", "POST | application/merge-patch+json | 415", "POST | application/json; charset=iso-8859-1 | 415",
        "POST | application/json; charset=nonsense | 415", "POST | text/plain | 415", "POST | application/x-www-form-urlencoded | 415",
        "PUT | application/x-www-form-urlencoded | 415", "POST | multipart/form-data; boundary=x | 415", "POST | application/* | 415", "POST | garbage | 415",
        "DELETE | text/plain | 200"})
    void bodies_are_json(String method, String type, int status) throws Exception {
        assertThat(send(request("/v1/echo", FULL).header("Content-Type", type).method(method, BodyPublishers.ofString("{}"))).statusCode()).isEqualTo(status);
    }

    @Test
    void a_body_without_a_type_or_with_a_compression_is_415() throws Exception {
        assertProblem(send(request("/v1/echo", FULL).POST(BodyPublishers.ofString("{}"))), 415, "unsupported-media-type");
        assertProblem(send(request("/v1/echo", FULL).header("Content-Type", "application/json").header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofString("{}"))), 415, "unsupported-media-type");
        assertProblem(send(request("/v1/echo", FULL).POST(chunked("{}".getBytes(StandardCharsets.UTF_8)))), 415, "unsupported-media-type");
    }

    @Test
    void no_body_needs_no_type() throws Exception {
        assertThat(send(request("/v1/echo", FULL).POST(BodyPublishers.noBody())).statusCode()).isEqualTo(200);
        assertThat(send(request("/v1/echo", FULL).POST(chunked(new byte[0]))).statusCode()).isEqualTo(200);
    }

    @Test
    void names_that_steer_camel_are_not_seen_behind_the_door() throws Exception {
        HttpResponse<String> answer = send(request("/v1/echo?CamelHttpUri=a&%43amel=b&org.apache.camel.X=c&cursor=kept", FULL)
                .header("CamelHttpMethod", "DELETE").header("camelhttppath", "/x").header("org.apache.Camel.y", "z").header("X-Kept", "kept").GET());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).doesNotContainIgnoringCase("camel").contains("query=cursor=kept", "parameters=[cursor]").containsIgnoringCase("x-kept");
    }

    @Test
    void requests_the_firewall_or_tomcat_refuses_are_problems() throws Exception {
        for (String target : List.of("/v1//echo", "/v1/echo;x=1", "/v1/%2e%2e/echo", "/v1/a%2fb", "/v1/a%00b", "/v1/{x}", "/../../x", "/v1/%zz")) {
            String answer = raw("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: " + FULL + "\r\nConnection: close\r\n\r\n");
            assertThat(answer).as(target).startsWith("HTTP/1.1 4").contains("application/problem+json", "\"code\"").doesNotContain("<html", "Exception");
        }
    }

    @Test
    void trace_is_refused() throws Exception {
        assertThat(raw("TRACE /v1/echo HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: " + FULL + "\r\nConnection: close\r\n\r\n"))
                .contains("HTTP/1.1 4").doesNotContain(FULL);
    }

    @Test
    void the_management_port_shows_health_and_info_and_nothing_more() throws Exception {
        assertThat(management("/actuator/health").statusCode()).isEqualTo(200);
        assertThat(management("/actuator/health/liveness").statusCode()).isEqualTo(200);
        assertThat(management("/actuator/info").statusCode()).isEqualTo(200);
        assertThat(management("/actuator/info").headers().map()).containsEntry("x-frame-options", List.of("DENY"))
                .containsEntry("x-content-type-options", List.of("nosniff")).containsEntry("x-xss-protection", List.of("0"));
        for (String path : List.of("/actuator/env", "/actuator/beans", "/actuator/heapdump", "/actuator/loggers", "/actuator/camel", "/closed")) {
            assertThat(management(path).statusCode()).as(path).isEqualTo(404);
        }
    }

    private static int chunksTakenFrom(OutputStream out, byte[] chunk) {
        int taken = 0;
        try {
            while (taken < 1_000) {
                out.write(chunk);
                taken++;
            }
        } catch (IOException closed) {
            return taken;
        }
        return taken;
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private HttpResponse<String> management(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create("http://localhost:" + managementPort + path)).GET());
    }

    private HttpResponse<String> post(BodyPublisher body) throws Exception {
        return send(request("/v1/echo", FULL).header("Content-Type", "application/json").POST(body));
    }

    private HttpRequest.Builder request(String path, String key) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        return key == null ? builder : builder.header("X-Api-Key", key);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static BodyPublisher chunked(byte[] body) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
    }

    private static byte[] json(int length) {
        return ("\"" + "x".repeat(length - 2) + "\"").getBytes(StandardCharsets.US_ASCII);
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(new ObjectMapper().readTree(answer.body()).path("code").asText()).isEqualTo(code);
    }

    @EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class, QuartzAutoConfiguration.class})
    @Import({AccessConfiguration.class, Admission.class, FrameworkErrors.class, ErrorPage.class, Stub.class})
    static class Slice {

        @Bean
        LongSupplier passingTime() {
            return System::nanoTime;
        }

        @Bean
        ConfigurationStore store() throws Exception {
            Tenant acme = new Tenant("acme", "Acme", Mode.TEST, Optional.of(ZoneOffset.UTC), List.of(
                    new ApiKey("full", hash(FULL), Set.of(Scope.READ, Scope.WRITE)),
                    new ApiKey("read-only", hash(READ_ONLY), Set.of(Scope.READ)),
                    new ApiKey("write-only", hash(WRITE_ONLY), Set.of(Scope.WRITE))));
            return ConfigurationStore.of(new Configuration(1, Map.of("acme", acme), List.of(new Administrator("ops", hash(ADMIN))),
                    Map.of(), Map.of(), List.of()));
        }

        private static String hash(String key) throws Exception {
            return "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @RestController
    static class Stub {

        @RequestMapping(path = {"/v1/echo", "/admin/v1/echo"},
                method = {RequestMethod.GET, RequestMethod.POST, RequestMethod.PUT, RequestMethod.PATCH, RequestMethod.DELETE})
        String echo(HttpServletRequest request) throws IOException {
            Caller caller = Caller.of(request).orElseThrow();
            InputStream body = request.getInputStream();
            return "%s/%s mdc=%s bytes=%d query=%s parameters=%s headers=%s".formatted(caller.tenant(), caller.keyId(), MDC.get("tenant"),
                    body.readAllBytes().length, request.getQueryString(), new TreeMap<>(request.getParameterMap()).keySet(),
                    Collections.list(request.getHeaderNames()));
        }

        @GetMapping("/v1/only-get")
        String onlyGet() {
            return "got";
        }

        @GetMapping("/v1/failing")
        String failing() {
            throw new IllegalStateException("secret-in-exception");
        }

        @GetMapping("/v1/unavailable")
        void unavailable(HttpServletResponse response) throws IOException {
            response.sendError(503, "secret words");
        }

        @GetMapping({"/openapi.yaml", "/docs"})
        String open() {
            return "open";
        }

        @GetMapping("/closed")
        String closed() {
            return "never seen";
        }
    }
}
