package io.patchbay.breaker;

/** What is ruled about a circuit breaker. */
public enum Verdict {
    /** Nothing passes, until it ends. */
    FORCED_OPEN,
    /** Everything passes, whatever fails, until it ends. Calls are counted all the same. */
    FORCED_CLOSED,
    /** Whatever was ruled has ended, and the breaker begins anew. */
    RESET,
    /** What was ruled has come to its end by itself. */
    EXPIRED;

    public boolean forces() {
        return this == FORCED_OPEN || this == FORCED_CLOSED;
    }
}
