package io.patchbay.killmatrix;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The harness as a client: an answer, or none. */
final class Http {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(2)).build();

    private Http() {
    }

    /** What became of a request. */
    sealed interface Answer {

        /** @return empty if there was no answer, or not all of it */
        Optional<Reply> reply();

        /**
         * For questions that have to be answered.
         *
         * @param otherwise what it means that there is no such answer
         */
        default Reply having(int status, String otherwise) {
            return reply().filter(given -> given.status() == status).orElseThrow(() -> new IllegalStateException(otherwise + ": " + this));
        }

        /** For questions that any answer will do for. */
        default Reply answered(String otherwise) {
            return reply().orElseThrow(() -> new IllegalStateException(otherwise + ": " + this));
        }
    }

    /**
     * Nothing came back, or not all of it.
     *
     * @param fault in the client's words
     * @param after how long it had been waited for
     */
    record Lost(String fault, Duration after) implements Answer {

        @Override
        public Optional<Reply> reply() {
            return Optional.empty();
        }

        @Override
        public String toString() {
            return "no answer, " + fault + " after " + after.toMillis() + " ms";
        }
    }

    /** What came back, whole. */
    record Reply(int status, String body, HttpHeaders headers) implements Answer {

        @Override
        public Optional<Reply> reply() {
            return Optional.of(this);
        }

        Optional<String> location() {
            return headers.firstValue("Location");
        }

        Optional<String> retryAfter() {
            return headers.firstValue("Retry-After");
        }

        Optional<String> header(String name) {
            return headers.firstValue(name);
        }

        JsonNode json() {
            return Http.json(body);
        }

        String text(String pointer) {
            return json().at(pointer).asText(null);
        }
    }

    static Answer send(String method, String url, String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        long began = System.nanoTime();
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.body(), response.headers());
        } catch (IOException lost) {
            return lost(lost, began);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return lost(stopped, began);
        }
    }

    /** With what it came from: the client often says no more than that its own channel is closed. */
    private static Lost lost(Exception fault, long began) {
        String cause = fault.getCause() == null ? "" : " caused by " + fault.getCause();
        return new Lost(fault + cause, Duration.ofNanos(System.nanoTime() - began));
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException unreadable) {
            return MissingNode.getInstance();
        }
    }
}
