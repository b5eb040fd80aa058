package io.patchbay.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * One request to a provider, as evidence.
 *
 * @param number      counts from 1 within the operation
 * @param step        the provider call, such as {@code create-subscriber}
 * @param phase       how far it got: NEVER_SENT, MAYBE_SENT or ANSWERED
 * @param endedAt     null while no answer has been seen
 * @param digest      SHA-256 over method, path, query and body, hex
 * @param requestBody the exact body, without credentials, to be written down; null for a call that changes nothing and when read:
 *                    {@link Operations#requestBody} opens it
 * @param exchange    method, path and both bodies, scrubbed
 */
public record Attempt(
        int number,
        String step,
        String phase,
        Instant startedAt,
        Instant endedAt,
        Integer httpStatus,
        String outcomeClass,
        String rule,
        String digest,
        byte[] requestBody,
        ObjectNode exchange) {

    public Attempt ended(String reached, Instant when, Integer status, String foundClass, String foundRule, ObjectNode seen) {
        return new Attempt(number, step, reached, startedAt, when, status, foundClass, foundRule, digest, requestBody, seen);
    }
}
