package io.patchbay.contract;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;

/**
 * An RFC 9457 problem: what was refused, why, and what to do about it.
 *
 * @param detail      one sentence for a person; never holds a secret or a provider's URL
 * @param errors      the fields concerned, empty if the request as a whole is refused
 * @param operationId the operation that keeps the evidence, null if nothing was journalled
 * @param retryAfter  how long to wait before trying again, null if there is no such hint
 */
public record Problem(ProblemCode code, String detail, List<FieldError> errors, String operationId, Duration retryAfter) {

    public static final String MEDIA_TYPE = "application/problem+json";

    /**
     * @param pointer   JSON pointer into the request body, null for a parameter
     * @param parameter query parameter or header, null for a body field
     */
    public record FieldError(String pointer, String parameter, String code, String message) {
    }

    public static Problem of(ProblemCode code, String detail) {
        return new Problem(code, detail, List.of(), null, null);
    }

    public Problem errors(List<FieldError> found) {
        return new Problem(code, detail, List.copyOf(found), operationId, retryAfter);
    }

    public Problem operation(String id) {
        return new Problem(code, detail, errors, id, retryAfter);
    }

    public Problem retryAfter(Duration wait) {
        return new Problem(code, detail, errors, operationId, wait);
    }

    /** The wait as {@code Retry-After} tells it: whole seconds, at least one. Only where there is such a hint. */
    public long retryAfterSeconds() {
        return Math.max(1, retryAfter.toSeconds());
    }

    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode()
                .put("type", "urn:patchbay:problem:" + code.code())
                .put("title", code.title())
                .put("status", code.status())
                .put("code", code.code())
                .put("detail", detail)
                .put("retryable", code.retryable());
        if (operationId != null) {
            json.put("operationId", operationId);
        }
        if (!errors.isEmpty()) {
            errors.forEach(error -> add(json.withArray("errors").addObject(), error));
        }
        return json;
    }

    private static void add(ObjectNode json, FieldError error) {
        putPresent(json, "pointer", error.pointer());
        putPresent(json, "parameter", error.parameter());
        putPresent(json, "code", error.code());
        json.put("message", error.message());
    }

    private static void putPresent(ObjectNode json, String name, String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
