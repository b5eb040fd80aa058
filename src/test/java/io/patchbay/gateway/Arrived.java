package io.patchbay.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchbay.testing.Gateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** Requests as they reached a simulated provider, oldest first, token calls included. */
record Arrived(List<JsonNode> requests) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Arrived at(Gateway gateway, String provider) {
        return new Arrived(StreamSupport.stream(gateway.arrived(provider).spliterator(), false).toList());
    }

    /** @param path a regular expression for the whole path */
    Arrived to(String method, String path) {
        return only(request -> request.path("method").asText().equals(method) && request.path("path").asText().matches(path));
    }

    /** Those that could have changed something at the provider; a token changes nothing. */
    Arrived changing() {
        return only(request -> !request.path("method").asText().equals("GET") && !request.path("path").asText().contains("/oauth2/"));
    }

    /** Those the provider carried out. */
    Arrived done() {
        return only(request -> request.path("status").asInt() / 100 == 2);
    }

    private Arrived only(Predicate<JsonNode> wanted) {
        return new Arrived(requests.stream().filter(wanted).toList());
    }

    int count() {
        return requests.size();
    }

    JsonNode first() {
        return requests.getFirst();
    }

    List<JsonNode> bodies() {
        return requests.stream().map(Arrived::body).toList();
    }

    /** Of the first request. */
    JsonNode body() {
        return body(first());
    }

    String header(String name) {
        return first().path("headers").path(name).asText(null);
    }

    static JsonNode body(JsonNode request) {
        try {
            return JSON.readTree(request.path("body").asText("null"));
        } catch (IOException noJson) {
            throw new UncheckedIOException(noJson);
        }
    }
}
