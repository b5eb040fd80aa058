package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** What a provider says, down to the byte: a kept answer is replayed unchanged. */
record Answer(int status, Map<String, String> headers, byte[] body) {

    static Answer json(int status, JsonNode body) {
        return new Answer(status, Map.of("Content-Type", "application/json"), Json.bytes(body));
    }

    /** A success that no client can read: the kind a proxy in between produces. */
    static Answer garbage() {
        return new Answer(200, Map.of("Content-Type", "application/json"),
                "<html><body>upstream {".getBytes(StandardCharsets.UTF_8));
    }

    /** A refusal by the control API: what is wrong and which field says so. */
    static Answer refusal(int status, String error, String field) {
        return json(status, Json.object().put("error", error).put("field", field));
    }

    Answer with(String header, Object value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value.toString());
        return new Answer(status, more, body);
    }

    void write(HttpExchange exchange) throws IOException {
        headers.forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
