package io.patchbay.killmatrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A request on its way from a gateway to a provider.
 *
 * @param node the gateway that sends it
 */
record Passage(Node node, Provider provider, String method, String path, String query, Headers headers, byte[] body) {

    static Passage read(Node node, Provider provider, HttpExchange exchange) throws IOException {
        return new Passage(node, provider, exchange.getRequestMethod(), exchange.getRequestURI().getRawPath(),
                exchange.getRequestURI().getRawQuery(), exchange.getRequestHeaders(), exchange.getRequestBody().readAllBytes());
    }

    String target() {
        return query == null ? path : path + "?" + query;
    }

    JsonNode json() {
        return Http.json(new String(body, StandardCharsets.UTF_8));
    }

    boolean asks() {
        return method.equals("GET");
    }

    /** A segment of the path, counted from 0; empty text where there is none. */
    String segment(int index) {
        List<String> segments = Arrays.stream(path.split("/")).filter(segment -> !segment.isEmpty()).toList();
        return index < segments.size() ? segments.get(index) : "";
    }

    Optional<String> parameter(String name) {
        return Arrays.stream(query == null ? new String[0] : query.split("&")).filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1)).findFirst();
    }

    /** What a provider call asks for, by the shape of the providers' own APIs; empty for questions, tokens and subscribers. */
    Optional<Act> act(Act making) {
        return Optional.ofNullable(asks() ? null : switch (provider) {
            case CONNECT -> connect(making);
            case TELEGENT -> telegent(making);
            case TELLISIM -> tellisim(making);
        });
    }

    private Act connect(Act making) {
        return path.endsWith("/activate") ? Act.ACTIVATE : path.endsWith("/cancel") ? Act.CANCEL : path.equals("/subscriptions") ? making : null;
    }

    private Act telegent(Act making) {
        return switch (path) {
            case "/v1.0/subscriptions" -> making;
            case "/v1.0/subscriptions/delete" -> Act.CANCEL;
            case "/v1.0/sims/update-status" -> json().path("SimStatus").asText().equals("Suspended") ? Act.PAUSE : Act.RESUME;
            default -> null;
        };
    }

    private Act tellisim(Act making) {
        if (method.equals("DELETE")) {
            return Act.CANCEL;
        }
        return path.equals("/v3/subscription") ? making : path.endsWith("/suspend") ? Act.SUSPEND_PLAN_ATTACHMENT
                : path.endsWith("/send-sms") ? Act.SEND_SMS : null;
    }
}
