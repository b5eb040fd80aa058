package io.patchbay.breaker;

import java.time.Instant;

/**
 * How a node sees the circuit breaker of an account.
 *
 * @param state as the library calls it, such as HALF_OPEN
 * @param since when it came into this state, by the clock of that node
 * @param seen  when the node last said so, by the clock of the database
 */
public record Sighting(String account, String node, String state, Instant since, Instant seen) {
}
