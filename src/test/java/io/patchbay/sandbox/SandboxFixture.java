package io.patchbay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A running sandbox, as new before each test, and the shortest way to call it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SandboxFixture {

    Sandbox sandbox;
    final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    record Response(int status, JsonNode json, String body, HttpResponse<String> raw) {

        Response is(int expected) {
            assertThat(status).as(body).isEqualTo(expected);
            return this;
        }

        String text(String pointer) {
            return json.at(pointer).asText(null);
        }
    }

    @BeforeAll
    void start() {
        sandbox = Sandbox.start(SandboxPorts.ephemeral());
    }

    @AfterAll
    void stop() {
        sandbox.close();
        http.close();
    }

    @BeforeEach
    void reset() throws Exception {
        control("DELETE", "/control", null).is(200);
    }

    Response control(String method, String path, String body) throws IOException, InterruptedException {
        return call(method, "http://localhost:" + sandbox.controlPort() + path, body);
    }

    Response call(String method, String url, String body, String... headers) throws IOException, InterruptedException {
        return response(http.send(request(method, url, body, headers), HttpResponse.BodyHandlers.ofString()));
    }

    static Response response(HttpResponse<String> raw) {
        JsonNode json = Json.read(raw.body().getBytes()).orElse(MissingNode.getInstance());
        return new Response(raw.statusCode(), json, raw.body(), raw);
    }

    static HttpRequest request(String method, String url, String body, String... headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json");
        if (headers.length > 0) {
            builder.headers(headers);
        }
        return builder.method(method, body == null ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body)).build();
    }

    List<JsonNode> truth(String provider) throws Exception {
        return list(control("GET", "/control/" + provider + "/subscriptions", null).is(200).json());
    }

    static List<JsonNode> list(JsonNode array) {
        return new ArrayList<>(StreamSupport.stream(array.spliterator(), false).toList());
    }

    void advance(String duration) throws Exception {
        control("POST", "/control/clock", "{\"advance\":\"" + duration + "\"}").is(200);
    }

    void now(String instant) throws Exception {
        control("POST", "/control/clock", "{\"now\":\"" + instant + "\"}").is(200);
    }

    void faults(String provider, String list) throws Exception {
        control("PUT", "/control/" + provider + "/faults", list).is(200);
    }

    void settings(String provider, String settings) throws Exception {
        control("PUT", "/control/" + provider + "/settings", settings).is(200);
    }
}
