package io.patchbay.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An HTTP message as contract cases write it down: first line, header lines, empty line, body.
 *
 * @param start   request line or status line
 * @param headers by name as written
 * @param body    without white space around it; empty = none
 */
record HttpText(String start, Map<String, String> headers, String body) {
    private static final String NEVER_SENT = "NEVER SENT";

    static HttpText parse(String text) {
        String[] parts = text.replace("\r\n", "\n").strip().split("\n[ \t]*\n", 2);
        String[] lines = parts[0].split("\n");
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(lines[i].substring(0, Math.max(colon, 0)).strip(), lines[i].substring(colon + 1).strip());
        }
        return new HttpText(lines[0].strip(), headers, parts.length > 1 ? parts[1].strip() : "");
    }

    /** The request with its authorisation as the mechanism puts it, masked. */
    static HttpText of(ProviderRequest request, ProviderSheet.Authorisation authorisation) {
        Map<String, String> headers = new LinkedHashMap<>(request.headers());
        String target = request.target();
        switch (authorisation.mechanism()) {
            case "query-key" -> target += (target.contains("?") ? "&" : "?") + authorisation.text("parameter") + "=***";
            default -> headers.put(authorisation.text("header"), authorisation.inputs().path("prefix").asText("") + "***");
        }
        String body = request.body() == null ? "" : new String(request.body(), StandardCharsets.UTF_8);
        return new HttpText(request.method() + " " + target + " HTTP/1.1", headers, body);
    }

    ProviderAnswer answer() {
        if (start.equals(NEVER_SENT)) {
            return new ProviderAnswer.NotAnswered(Phase.NEVER_SENT, "connection refused");
        }
        return new ProviderAnswer.Answered(Integer.parseInt(start.split(" ")[1]), headers, body.getBytes(StandardCharsets.UTF_8));
    }

    boolean isRequest() {
        return !start.startsWith("HTTP/");
    }

    /** The same message with its secrets masked. */
    HttpText scrubbed(Scrubber scrubber) {
        String[] words = start.split(" ");
        String line = isRequest() && words.length == 3 ? words[0] + " " + scrubber.path(words[1]) + " " + words[2] : start;
        String content = body.isEmpty() ? "" : scrubber.body(body.getBytes(StandardCharsets.UTF_8), headers.get("Content-Type"));
        return new HttpText(line, scrubber.headers(headers), content);
    }

    /** Method, decoded path, decoded query, headers in lower case and the body as JSON where it is some: what a comparison looks at. */
    Map<String, Object> comparable() {
        Map<String, Object> parts = new LinkedHashMap<>();
        String[] words = start.split(" ");
        String target = isRequest() && words.length > 1 ? words[1] : start;
        int mark = target.indexOf('?');
        parts.put("method", words[0]);
        parts.put("path", decoded(mark < 0 ? target : target.substring(0, mark)));
        parts.put("query", query(mark < 0 ? "" : target.substring(mark + 1)));
        Map<String, String> names = new TreeMap<>();
        headers.forEach((name, value) -> names.put(name.toLowerCase(Locale.ROOT), value));
        parts.put("headers", names);
        parts.put("body", tree());
        return parts;
    }

    private JsonNode tree() {
        try {
            return Trees.json(body);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(body);
        }
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new TreeMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split("&")) {
            int mark = pair.indexOf('=');
            query.put(decoded(mark < 0 ? pair : pair.substring(0, mark)), mark < 0 ? "" : decoded(pair.substring(mark + 1)));
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(start).append('\n');
        headers.forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
        return body.isEmpty() ? text.toString() : text.append('\n').append(body).append('\n').toString();
    }
}
