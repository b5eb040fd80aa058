package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** One package of a subscription as of now. */
record TellisimAttachment(String id, Instant createdAt, Instant activationAt, Instant expirationAt, State state, TellisimPlan plan) {

    enum State { PENDING_FOR_FIRST_USE, CREATED, ACTIVE, SUSPENDED, EXPIRED }

    static State stateOf(Instant start, Instant end, Instant now) {
        if (start == null) {
            return State.PENDING_FOR_FIRST_USE;
        }
        return now.isBefore(start) ? State.CREATED : now.isBefore(end) ? State.ACTIVE : State.EXPIRED;
    }

    ObjectNode json() {
        ObjectNode json = Json.object().put("plan_attachment_id", id).put("created_at", TellisimSim.time(createdAt))
                .put("activation_at", TellisimSim.time(activationAt)).put("expiration_at", TellisimSim.time(expirationAt));
        json.putObject("used_allowance").put("dataBytes", 0);
        return json.put("state", state.name()).set("plan", plan.embedded());
    }
}
