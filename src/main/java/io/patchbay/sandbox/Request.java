package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A call as the provider sees it: raw path without the control port's prefix, raw query, header names in lower case
 * with their first values.
 */
record Request(String method, String path, String query, Map<String, String> headers, byte[] body) {

    static Request read(HttpExchange exchange, String prefix) throws IOException {
        URI uri = exchange.getRequestURI();
        return new Request(exchange.getRequestMethod(), uri.getRawPath().substring(prefix.length()), uri.getRawQuery(),
                firstValues(exchange.getRequestHeaders()), exchange.getRequestBody().readAllBytes());
    }

    private static Map<String, String> firstValues(Headers headers) {
        Map<String, String> first = new TreeMap<>();
        headers.forEach((name, values) -> first.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        return first;
    }

    static List<String> segments(String path) {
        return Arrays.stream(path.split("/")).filter(segment -> !segment.isEmpty()).map(Request::decodedSegment).toList();
    }

    // A plus sign is itself in a path; only in a query does it stand for a blank.
    private static String decodedSegment(String segment) {
        return decoded(segment.replace("+", "%2B"));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    List<String> segments() {
        return segments(path);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    Optional<String> parameter(String name) {
        return Arrays.stream(query == null ? new String[0] : query.split("&"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2 && decoded(pair[0]).equals(name))
                .map(pair -> decoded(pair[1]))
                .findFirst();
    }

    /** The body where it is a JSON object. */
    Optional<ObjectNode> object() {
        return Json.read(body).filter(ObjectNode.class::isInstance).map(ObjectNode.class::cast);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
