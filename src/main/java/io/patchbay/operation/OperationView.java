package io.patchbay.operation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;

/** How the canonical API shows an operation; the shape is {@code Operation} in {@code contracts/api/openapi.yaml}. */
public final class OperationView {

    private OperationView() {
    }

    public static ObjectNode of(Operation operation) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("operationId", operation.id());
        json.put("kind", operation.kind().word());
        json.put("state", operation.state().name());
        json.put("subscriptionId", operation.subscriptionId());
        put(json, "referenceId", operation.referenceId());
        json.putObject("provider").put("name", operation.provider()).put("account", operation.account());
        json.put("revision", operation.revision());
        json.put("createdAt", operation.createdAt().toString());
        json.put("updatedAt", operation.updatedAt().toString());
        put(json, "nextLookAt", nextLook(operation));
        if (operation.outcome() != null) {
            json.set("outcome", operation.outcome());
        }
        operation.attempts().forEach(attempt -> attempt(json.withArray("attempts").addObject(), attempt));
        json.withArray("attempts");
        json.set("notices", operation.notices());
        return json;
    }

    /** Only where a wait says something to whoever ordered it. */
    private static String nextLook(Operation operation) {
        return switch (operation.state()) {
            case UNKNOWN, QUEUED -> Objects.toString(operation.dueAt(), null);
            case RECEIVED, SENDING, NEEDS_ATTENTION, SUCCEEDED, REJECTED -> null;
        };
    }

    private static void attempt(ObjectNode json, Attempt attempt) {
        json.put("step", attempt.step());
        json.put("number", attempt.number());
        put(json, "account", attempt.account());
        json.put("phase", attempt.phase());
        json.put("startedAt", attempt.startedAt().toString());
        if (attempt.endedAt() != null) {
            json.put("endedAt", attempt.endedAt().toString());
        }
        if (attempt.httpStatus() != null) {
            json.put("httpStatus", attempt.httpStatus());
        }
        put(json, "class", attempt.outcomeClass());
        put(json, "rule", attempt.rule());
        put(json, "probe", attempt.probe());
        put(json, "finding", attempt.finding());
        json.put("requestDigest", attempt.digest());
        json.set("exchange", attempt.exchange());
    }

    private static void put(ObjectNode json, String name, String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
