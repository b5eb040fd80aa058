package io.patchbay.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.operation.Claim;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it came through the door.
 *
 * @param operation the operation of the contract, such as {@code createSubscription}
 * @param tenant    null for an administrator
 * @param body      empty object if there was none
 * @param hasBody   whether one was sent
 * @param claim     its idempotency key, null if it came without
 * @param async     whether the caller would rather not wait
 * @param ifMatch   the version of what is changed that the caller has seen, as it was told; null if they said nothing
 * @param actor     id of the key it came with; null for what the gateway takes up by itself
 */
record Inbound(
        String operation,
        String tenant,
        Map<String, String> path,
        Map<String, String> query,
        ObjectNode body,
        boolean hasBody,
        Claim claim,
        boolean async,
        String ifMatch,
        String actor) {

    /** What the gateway takes up by itself. */
    Inbound(String operation, String tenant, Map<String, String> path, Map<String, String> query, ObjectNode body, boolean hasBody, Claim claim,
            boolean async) {
        this(operation, tenant, path, query, body, hasBody, claim, async, null, null);
    }

    String subscription() {
        return path.get("id");
    }

    /** What the reseller calls the subscription that is ordered; empty where they said nothing. */
    Optional<String> reference() {
        return Optional.ofNullable(body.path("referenceId").textValue());
    }
}
