package io.patchbay.breaker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * The last that was ruled about the circuit breaker of an account.
 *
 * @param number larger is newer, over all accounts
 * @param by     id of the administrator's key
 * @param until  when it ends by itself; null for what forces nothing
 */
public record Ruling(String account, long number, Verdict verdict, String by, String reason, Instant at, Instant until) {

    /** Whether it holds the breaker at a moment. */
    public boolean isInForce(Instant now) {
        return verdict.forces() && now.isBefore(until);
    }

    /** For people. */
    public ObjectNode json() {
        return JsonNodeFactory.instance.objectNode().put("verdict", verdict.name()).put("by", by).put("at", at.toString()).put("reason", reason)
                .put("until", until.toString());
    }
}
