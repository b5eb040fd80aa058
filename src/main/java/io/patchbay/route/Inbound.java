package io.patchbay.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.operation.Claim;
import java.util.Map;

/**
 * A request as it came through the door.
 *
 * @param operation the operation of the contract, such as {@code createSubscription}
 * @param tenant    null for an administrator
 * @param body      empty object if there was none
 * @param hasBody   whether one was sent
 * @param claim     its idempotency key, null if it came without
 * @param async     whether the caller would rather not wait
 */
record Inbound(
        String operation,
        String tenant,
        Map<String, String> path,
        Map<String, String> query,
        ObjectNode body,
        boolean hasBody,
        Claim claim,
        boolean async) {

    String subscription() {
        return path.get("id");
    }
}
