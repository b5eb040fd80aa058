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
 * @param request     the exact request, without credentials, to be written down; null for a call that changes nothing and when read:
 *                    {@link Operations#request} opens it
 * @param exchange    method, path and both bodies, scrubbed
 * @param probe       the mechanism by which this request asks what became of the step; null for a request of the operation itself
 * @param finding     what the probe found, in a few words; null while it is not known
 * @param account     the provider account it went to; null for one written down by a version that kept none
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
        byte[] request,
        ObjectNode exchange,
        String probe,
        String finding,
        String account) {

    public Attempt ended(String reached, Instant when, Integer status, String foundClass, String foundRule, ObjectNode seen) {
        return new Attempt(number, step, reached, startedAt, when, status, foundClass, foundRule, digest, request, seen, probe, finding, account);
    }

    /** The same as evidence of another step. */
    public Attempt of(String other) {
        return new Attempt(number, other, phase, startedAt, endedAt, httpStatus, outcomeClass, rule, digest, request, exchange, probe, finding, account);
    }

    /** A request that asks what became of the step, and what it found so far. */
    public Attempt probing(String mechanism, String found) {
        return new Attempt(number, step, phase, startedAt, endedAt, httpStatus, outcomeClass, rule, digest, request, exchange, mechanism, found, account);
    }
}
