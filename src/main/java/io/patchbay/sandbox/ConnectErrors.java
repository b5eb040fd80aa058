package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Connect's error body: <code>message</code>, <code>code</code> and, for 429, a <code>hint</code>. */
final class ConnectErrors {

    private static final long RETRY_AFTER_SECONDS = 60;

    private ConnectErrors() {
    }

    static Answer of(int status, String code, String message) {
        return Answer.json(status, body(code, message));
    }

    static Answer notFound(String entity, String message) {
        return of(404, entity + "_NOT_FOUND", message);
    }

    static Answer notAnObject() {
        return of(400, "VALIDATION_ERROR", "The body must be a JSON object");
    }

    static Answer throttled(Long retryAfter) {
        ObjectNode body = body("RATE_LIMIT_EXCEEDED", "Too many requests with this API key")
                .put("hint", "Wait for the seconds named in Retry-After");
        return Answer.json(429, body).with("Retry-After", retryAfter == null ? RETRY_AFTER_SECONDS : retryAfter);
    }

    static Answer failure(int status) {
        return switch (status) {
            case 400 -> of(400, "VALIDATION_ERROR", "Request validation failed");
            case 401 -> of(401, "UNAUTHORIZED", "The API key is missing or not valid");
            case 403 -> of(403, "FORBIDDEN", "The API key does not permit this");
            case 404 -> of(404, "NOT_FOUND", "There is no such resource");
            case 409 -> of(409, "CONFLICT", "The resource is in another state");
            case 429 -> throttled(null);
            default -> of(status, "INTERNAL_ERROR", "Something went wrong on our side");
        };
    }

    private static ObjectNode body(String code, String message) {
        return Json.object().put("message", message).put("code", code);
    }
}
