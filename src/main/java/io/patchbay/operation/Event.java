package io.patchbay.operation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.schedule.Jeopardy;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened to an operation, or that a forecast says of an order that is still to come, and that whoever ordered it may want to
 * know without asking for each.
 *
 * @param id          ordered by time, by the clock of the database
 * @param operationId null where none has been made yet
 * @param data        what is told of it; no secrets and no personal data
 */
public record Event(String id, String type, Instant at, String operationId, String subscriptionId, ObjectNode data) {

    static final String QUEUED = "operation.queued";
    static final String UNKNOWN = "operation.unknown";
    static final String NEEDS_ATTENTION = "operation.needs-attention";
    static final String SETTLED = "operation.settled";
    static final String AT_RISK = "schedule.at-risk";
    static final String MISSED = "schedule.missed";

    /**
     * What an operation is told as whose caller was last told that. An order of which none was told was answered with its outcome; a
     * request that leaves is not told, so an order that tries in vain and waits again is the same to its caller.
     */
    static Optional<String> of(Told last, Operation now) {
        return switch (now.state()) {
            case RECEIVED, SENDING -> Optional.empty();
            case QUEUED -> changed(last, now, QUEUED);
            case UNKNOWN -> changed(last, now, UNKNOWN);
            case NEEDS_ATTENTION -> changed(last, now, NEEDS_ATTENTION);
            case SUCCEEDED, REJECTED -> Optional.of(SETTLED).filter(type -> last.state() != null);
        };
    }

    static String of(Jeopardy jeopardy) {
        return switch (jeopardy) {
            case AT_RISK -> AT_RISK;
            case MISSED -> MISSED;
        };
    }

    private static Optional<String> changed(Told last, Operation now, String type) {
        return last.state() == now.state() ? Optional.empty() : Optional.of(type);
    }

    /** As the canonical API shows it; the shape is {@code Event} in {@code contracts/api/openapi.yaml}. */
    public ObjectNode view() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("eventId", id).put("type", type).put("at", at.toString());
        if (operationId != null) {
            json.put("operationId", operationId);
        }
        return json.put("subscriptionId", subscriptionId).set("data", data);
    }
}
