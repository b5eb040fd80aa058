package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Telegent's error body: <code>StatusCode</code> and a <code>Message</code> that begins with the reason phrase. */
final class TelegentErrors {

    private static final long RETRY_AFTER_SECONDS = 60;

    private TelegentErrors() {
    }

    static Answer of(int status, String message) {
        return Answer.json(status, Json.object().put("StatusCode", status).put("Message", message));
    }

    static Answer badRequest(String detail) {
        return of(400, "Bad request: " + detail);
    }

    static Answer notFound() {
        return failure(404);
    }

    static Answer throttled(Long retryAfter) {
        return of(429, "Too many requests: the limit per minute is used up.")
                .with("Retry-After", retryAfter == null ? RETRY_AFTER_SECONDS : retryAfter);
    }

    static Answer failure(int status) {
        return switch (status) {
            case 400 -> badRequest("a field is missing or not valid.");
            case 401 -> of(401, "Unauthorized: the bearer token is missing, expired or not valid.");
            case 403 -> of(403, "Forbidden: the token was made for another ApiEndpoint.");
            case 404 -> of(404, "Not found: no such resource on this account.");
            case 405 -> of(405, "Method not allowed: this endpoint takes another method.");
            case 408 -> of(408, "Request timeout: the request did not arrive in time.");
            case 409 -> of(409, "Conflict: the resource exists.");
            case 429 -> throttled(null);
            case 503 -> of(503, "Service unavailable: come back later.");
            case 504 -> of(504, "Gateway timeout: an upstream system did not answer in time.");
            default -> of(status, "Internal server error: something went wrong.");
        };
    }

    /** 400 where one of the fields is absent or no text; an explicit null counts as absent. */
    static Optional<Answer> missing(ObjectNode body, String... required) {
        List<String> missing = new ArrayList<>(List.of(required));
        missing.removeIf(present(body));
        return missing.isEmpty() ? Optional.empty()
                : Optional.of(badRequest(String.join(", ", missing) + " missing or not valid."));
    }

    private static Predicate<String> present(ObjectNode body) {
        return name -> body.path(name).isTextual() && !body.path(name).textValue().isBlank();
    }
}
