package io.patchbay.gateway;

import static io.patchbay.testing.Gateway.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as no client should send them: each gets its own plain refusal, and nothing of it reaches a provider. */
class HygieneTest {

    private static final String CREATE = "/v1/subscriptions";
    private static final String SECRET = "canary-in-the-body";
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    static Path workspace;

    static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(workspace);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void fresh() {
        gateway.reset();
    }

    @Test
    void a_body_of_300_kilobytes_is_413_announced_or_chunked() throws Exception {
        byte[] large = order("\"display\": \"" + "x".repeat(300_000) + "\"").getBytes(StandardCharsets.UTF_8);
        assertProblem(bytes(BodyPublishers.ofByteArray(large)), 413, "body-too-large");
        assertProblem(bytes(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))), 413, "body-too-large");
        assertNothingSent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded", "application/json; charset=utf-16", "application/merge-patch+json"})
    void another_media_type_is_415(String type) {
        assertProblem(gateway.post(ACME, CREATE, order(""), "Content-Type", type), 415, "unsupported-media-type");
        assertNothingSent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/cancel", "/activate", "/pause", "/resume", "/sms", "/plan-attachments/a/suspend"})
    void another_media_type_is_415_for_every_order(String action) {
        assertProblem(gateway.post(ACME, CREATE + "/" + shell() + action, "{}", "Content-Type", "text/plain"), 415, "unsupported-media-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"customerId\": \"canary-in-the-body\"", "canary-in-the-body", "{'customerId': 'canary-in-the-body'}", "{\"customerId\": canary-in-the-body}",
        "{\"a\": 1, \"a\": \"canary-in-the-body\"}", "{} {}", "{} canary-in-the-body", "[]", "[{\"customerId\": \"canary-in-the-body\"}]", "\"canary-in-the-body\"", "null", "7", "true",
        "{\"a\": 01}", "{\"a\": NaN}", "{\"a\": 1,}", "// canary-in-the-body\n{}", " ", "\uFEFF{", "{\"a\": \"\u0001\"}"})
    void what_is_no_json_object_is_400_and_is_not_quoted(String body) {
        Answer refused = gateway.post(ACME, CREATE, body);
        assertProblem(refused, 400, "malformed-json");
        assertThat(refused.body()).doesNotContain(SECRET);
        assertNothingSent();
    }

    @Test
    void bytes_that_are_no_text_are_400() throws Exception {
        byte[][] bodies = {
            {'{', '"', 'a', '"', ':', '"', (byte) 0xff, '"', '}'},
            {'{', '"', (byte) 0xc3, '(', '"', ':', '1', '}'},
            {0, 0, 0, '{'}, {(byte) 0xff, (byte) 0xfe, 0, 0}, {0, '{', 0, '}'}, {0, 0, (byte) 0xfe, (byte) 0xff, 0, 0x7f, 0, 0},
            {0}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80}};
        for (byte[] body : bodies) {
            assertProblem(bytes(BodyPublishers.ofByteArray(body)), 400, "malformed-json");
        }
        byte[] surrogate = join(order("").substring(0, order("").length() - 1) + ", \"display\": \"", new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, "\"}");
        assertThat(bytes(BodyPublishers.ofByteArray(surrogate)).statusCode()).isIn(400, 422);
        assertNothingSent();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 1_001, 60_000})
    void deep_nesting_is_refused_and_breaks_nothing(int depth) {
        String nested = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
        Answer refused = gateway.post(ACME, CREATE, order("\"display\": " + (nested.length() < 200_000 ? nested : "[".repeat(depth) + "]".repeat(depth))));
        assertThat(refused.status()).isIn(400, 422);
        Answer free = gateway.post(ACME, CREATE, order("\"extensions\": " + nested));
        assertThat(free.status()).as(free.body()).isIn(201, 400, 413, 422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400", "1E+2000000000", "9e999999999"})
    void a_number_beyond_all_bounds_is_refused(String number) {
        Answer refused = gateway.post(ACME, CREATE, order("\"metadata\": {\"n\": " + number + "}"));
        assertProblem(refused, 422, "invalid");
        assertThat(refused.text("/errors/0/pointer")).isEqualTo("/metadata/n");
        assertProblem(gateway.post(ACME, CREATE, order("\"extensions\": {\"connect\": {\"n\": [" + number + "]}}")), 422, "invalid");
        assertNothingSent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"123456789012345678901234567890", "1.5e300", "-0.25", "1e-300", "9223372036854775808"})
    void a_large_or_small_number_is_given_back_unchanged(String number) {
        Answer made = gateway.post(ACME, CREATE, order("\"metadata\": {\"n\": " + number + "}"));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        Answer read = gateway.get(ACME, CREATE + "/" + made.text("/subscriptionId"));
        for (Answer answer : List.of(made, read)) {
            assertThat(answer.json().at("/metadata/n").isNumber()).as(answer.body()).isTrue();
            assertThat(answer.json().at("/metadata/n").decimalValue()).isEqualByComparingTo(number);
        }
    }

    @Test
    void a_number_of_many_digits_is_refused() {
        assertProblem(gateway.post(ACME, CREATE, order("\"metadata\": {\"n\": " + "9".repeat(5_000) + "}")), 400, "malformed-json");
    }

    @ParameterizedTest
    @CsvSource({"display", "customerId"})
    void the_character_null_is_refused(String field) {
        String body = order("").replace("\"cust-1\"", "\"cust\"").replace("}", field.equals("display") ? ", \"display\": \"a\\u0000b\"}" : "}");
        Answer refused = gateway.post(ACME, CREATE, field.equals("display") ? body : body.replace("\"cust\"", "\"a\\u0000b\""));
        assertProblem(refused, 422, "invalid");
        assertThat(refused.text("/errors/0/pointer")).isEqualTo("/" + field);
        assertProblem(gateway.post(ACME, CREATE, order("\"extensions\": {\"x\": {\"y\\u0000\": \"z\"}}")), 422, "invalid");
        assertNothingSent();
    }

    @Test
    void half_a_character_is_refused_or_kept_but_breaks_nothing() {
        for (String half : List.of("\\ud800", "\\udc00", "a\\ud800b", "\\udc00\\ud800")) {
            for (String member : List.of("\"display\": \"%s\"", "\"referenceId\": \"%s\"", "\"metadata\": {\"%s\": 1}", "\"extensions\": {\"connect\": {\"k\": \"%s\"}}")) {
                Answer answer = gateway.post(ACME, CREATE, order(member.formatted(half)), "Idempotency-Key", "half" + half.hashCode() + member.hashCode());
                assertThat(answer.status()).as(member + half + answer.body()).isEqualTo(422);
            }
        }
        assertNothingSent();
    }

    @Test
    void every_field_that_does_not_fit_is_named_at_once_with_its_place() {
        Answer refused = gateway.post(ACME, CREATE, """
                {"productOfferingID": "mobile-10gb", "customerId": 7, "subscriber": {"nmae": "Ada"}, "activation": {"msisdn": "555", "sim": {"iccid": "1", "esim": "yes"}},
                 "metadata": {"a": {}}, "surprise": true}""");
        assertProblem(refused, 422, "invalid");
        assertThat(pointers(refused)).contains("/productOfferingId", "/productOfferingID", "/customerId", "/subscriber/name", "/subscriber/nmae", "/activation/msisdn",
                "/activation/sim/iccid", "/activation/sim/esim", "/metadata/a", "/surprise");
        assertThat(message(refused, "/productOfferingID")).contains("productOfferingId");
        assertThat(message(refused, "/subscriber/nmae")).contains("name");
        assertNothingSent();
    }

    @Test
    void a_misspelt_field_is_named_with_the_likely_one() {
        Answer refused = gateway.post(ACME, CREATE, order("\"refrenceId\": \"x\""));
        assertProblem(refused, 422, "invalid");
        assertThat(refused.text("/errors/0/pointer")).isEqualTo("/refrenceId");
        assertThat(refused.text("/errors/0/code")).isEqualTo("unknown-field");
        assertThat(refused.text("/errors/0/message")).contains("referenceId");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/cancel", "/activate", "/pause", "/resume", "/sms"})
    void unknown_fields_are_refused_by_every_order(String action) {
        String id = shell();
        Answer refused = gateway.post(ACME, CREATE + "/" + id + action, "{\"surprise\": 1}");
        assertProblem(refused, 422, "invalid");
    }

    @Test
    void an_unknown_query_parameter_is_422_and_named() {
        String id = shell();
        for (String path : List.of(CREATE + "?statsu=PENDING", CREATE + "/" + id + "?x=1", "/v1/operations?x=1", "/v1/product-offerings?x=1", CREATE + "/" + id + "?refresh=maybe")) {
            Answer refused = gateway.get(ACME, path);
            assertProblem(refused, 422, "invalid");
            assertThat(refused.json().at("/errors/0/parameter").asText()).as(path).isNotBlank();
        }
        assertThat(gateway.get(ACME, CREATE + "?statsu=PENDING").text("/errors/0/message")).contains("status");
        assertProblem(gateway.post(ACME, CREATE + "?dryRun=true", order("")), 422, "invalid");
    }

    @Test
    void a_query_parameter_given_twice_is_422_and_named() {
        for (String path : List.of(CREATE + "?customerId=a&customerId=b", CREATE + "/" + shell() + "?refresh=true&refresh=true", "/v1/operations?limit=1&limit=2")) {
            Answer refused = gateway.get(ACME, path);
            assertProblem(refused, 422, "invalid");
            assertThat(refused.text("/errors/0/parameter")).as(path).isIn("customerId", "refresh", "limit");
            assertThat(refused.text("/errors/0/code")).isEqualTo("repeated");
        }
    }

    @Test
    void names_that_steer_camel_change_nothing_in_any_spelling() {
        String[] names = {"CamelHttpUri", "camelhttppath", "Camel-Http-Query", "CAMELHTTPMETHOD", "CamelHttpRawQuery", "CamelHttpResponseCode", "CamelToEndpoint", "CamelSlipEndpoint",
            "org.apache.camel.x", "camelBeanMethodName", "CamelBeanMethodName", "X-Camel", "camel"};
        List<String> headers = new ArrayList<>();
        StringBuilder query = new StringBuilder("?");
        for (String name : names) {
            headers.add(name);
            headers.add("http://localhost:1/evil");
            query.append(query.length() > 1 ? "&" : "").append(name).append("=DELETE");
        }
        query.append("&%43amelHttpUri=x&Camel%48ttpMethod=DELETE&CamelHttpPath=%2Fevil");
        String[] sent = headers.toArray(String[]::new);

        Answer plain = gateway.post(ACME, CREATE, order(""));
        List<String> expected = arrived();
        gateway.control("DELETE", "/connect", null);
        Answer steered = Gateway.raw(gateway.port(), ACME, "POST", CREATE + query, order(""), sent);
        assertThat(steered.status()).as(steered.body()).isEqualTo(plain.status()).isEqualTo(201);
        assertThat(arrived()).isEqualTo(expected);
        assertThat(steered.headers().keySet()).noneMatch(name -> name.toLowerCase().contains("camel"));

        String path = CREATE + "/" + steered.text("/subscriptionId");
        Answer read = Gateway.raw(gateway.port(), ACME, "GET", path + query + "&refresh=true", null, sent);
        assertThat(read.status()).as(read.body()).isEqualTo(200);
        Answer listed = Gateway.raw(gateway.port(), ACME, "GET", CREATE + query, null, sent);
        assertThat(listed.status()).as(listed.body()).isEqualTo(200);
        assertThat(Gateway.raw(gateway.port(), ACME, "POST", path + "/cancel" + query, null, sent).status()).isEqualTo(200);
        for (JsonNode request : gateway.arrived("connect")) {
            assertThat(request.path("method").asText()).isIn("GET", "POST");
            assertThat(request.toString().toLowerCase()).doesNotContain("camel", "evil");
        }
    }

    @Test
    void headers_of_the_caller_are_not_passed_on() {
        gateway.post(ACME, CREATE, order(""), "X-Forwarded-For", "10.1.2.3", "Cookie", "a=canary", "X-Idempotency-Key", "canary", "Authorization", "Bearer " + ACME, "X-Odd", "canary");
        assertThat(gateway.arrived("connect").toString()).doesNotContain("canary", "10.1.2.3", ACME);
        assertThat(gateway.truth("connect")).hasSize(1);
    }

    @Test
    void an_unknown_path_is_404_a_wrong_method_405_an_impossible_accept_406() {
        String id = shell();
        for (String path : List.of("/v1/nothing", "/v1/subscriptions/" + id + "/nothing", "/v1", "/admin/v1/accounts/x", "/nothing", "/")) {
            Answer answer = Gateway.raw(gateway.port(), path.startsWith("/admin") ? Gateway.ADMIN : ACME, "GET", path, null);
            assertProblem(answer, 404, "not-found");
        }
        for (String[] wrong : new String[][] {{"PUT", CREATE}, {"DELETE", CREATE}, {"PATCH", CREATE}, {"DELETE", CREATE + "/" + id}, {"GET", CREATE + "/" + id + "/cancel"},
            {"POST", "/v1/operations"}, {"POST", CREATE + "/" + id + "/activation"}, {"POST", "/v1/product-offerings"}}) {
            Answer answer = gateway.send(ACME, wrong[0], wrong[1], null);
            assertProblem(answer, 405, "method-not-allowed");
            assertThat(answer.headers().get("allow")).as(wrong[0] + wrong[1]).isNotBlank().doesNotContain(wrong[0]);
        }
        for (String accept : List.of("text/html", "application/xml", "application/json;q=0")) {
            assertProblem(gateway.get(ACME, CREATE, "Accept", accept), 406, "not-acceptable");
            assertProblem(gateway.post(ACME, CREATE, order(""), "Accept", accept), 406, "not-acceptable");
        }
        for (String accept : List.of("*/*", "application/*", "application/json", "text/html, application/json;q=0.5", "application/problem+json, application/json")) {
            assertThat(gateway.get(ACME, CREATE, "Accept", accept).status()).as(accept).isEqualTo(200);
        }
    }

    @Test
    void head_and_options_do_no_harm() {
        int before = gateway.get(ACME, CREATE).json().path("items").size();
        assertThat(Gateway.raw(gateway.port(), ACME, "HEAD", CREATE, null).status()).isIn(200, 405);
        assertThat(Gateway.raw(gateway.port(), ACME, "OPTIONS", CREATE, null).status()).isIn(200, 204, 405);
        assertThat(gateway.get(ACME, CREATE).json().path("items")).hasSize(before);
        assertNothingSent();
    }

    @Test
    void an_identifier_of_another_shape_is_404_or_400_and_breaks_nothing() throws Exception {
        for (String id : List.of("x", "sub_", "sub_zz", "rid_", "op_1", "%27%20or%201=1", "..%5c..", "sub_%00", "%F0%28%8C%28", "rid_%ff", "a".repeat(4_000))) {
            String answer = socket("GET /v1/subscriptions/" + id + " HTTP/1.1");
            assertThat(answer).as(id).matches("(?s)HTTP/1.1 (400|404) .*").contains("application/problem+json");
            assertThat(socket("GET /v1/operations/" + id + " HTTP/1.1")).as(id).matches("(?s)HTTP/1.1 (400|404) .*").contains("application/problem+json");
        }
    }

    private static List<String> arrived() {
        List<String> lines = new ArrayList<>();
        gateway.arrived("connect").forEach(request -> lines.add(request.path("method").asText() + " " + request.path("path").asText() + " " + request.path("query").asText()));
        return lines;
    }

    private static String shell() {
        return gateway.post(ACME, CREATE, "{\"productOfferingId\": \"mobile-10gb\", \"customerId\": \"c\"}").text("/subscriptionId");
    }

    /** @param more one more member, or none */
    private static String order(String more) {
        return "{\"productOfferingId\": \"mobile-10gb\", \"customerId\": \"cust-1\"" + (more.isEmpty() ? "" : ", " + more) + "}";
    }

    private static List<String> pointers(Answer refused) {
        List<String> pointers = new ArrayList<>();
        refused.json().path("errors").forEach(error -> pointers.add(error.path("pointer").asText()));
        return pointers;
    }

    private static String message(Answer refused, String pointer) {
        for (JsonNode error : refused.json().path("errors")) {
            if (error.path("pointer").asText().equals(pointer)) {
                return error.path("message").asText();
            }
        }
        return "";
    }

    private static byte[] join(String before, byte[] middle, String after) throws IOException {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(before.getBytes(StandardCharsets.UTF_8));
        joined.write(middle);
        joined.write(after.getBytes(StandardCharsets.UTF_8));
        return joined.toByteArray();
    }

    private static HttpResponse<String> bytes(BodyPublisher body) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create("http://localhost:" + gateway.port() + CREATE))
                .header("X-Api-Key", ACME).header("Content-Type", "application/json").POST(body).build(), BodyHandlers.ofString());
    }

    private static String socket(String line) throws IOException {
        try (Socket socket = new Socket("localhost", gateway.port())) {
            socket.getOutputStream().write((line + "\r\nHost: localhost\r\nX-Api-Key: " + ACME + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_header_beyond_ascii_is_no_fault() throws IOException {
        String name = new String("Åsa 日本".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

        assertThat(socket("GET /v1/subscriptions HTTP/1.1\r\nX-Customer-Name: " + name)).startsWith("HTTP/1.1 200");
    }

    private static void assertNothingSent() {
        assertThat(gateway.arrived("connect")).isEmpty();
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(new ObjectMapper().readTree(answer.body()).path("code").asText()).isEqualTo(code);
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().get("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("code").asText()).as(answer.body()).isEqualTo(code);
    }
}
