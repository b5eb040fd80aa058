package io.patchbay.provider;

import java.time.Duration;

/**
 * The request was not sent, because the account has made as many as its provider allows.
 *
 * <p>An exception because it has to cross the circuit breaker, which counts faults; this one is none of the provider's.
 */
public final class LimitReached extends RuntimeException {

    private final Duration retryAfter;

    /** @param wait until it could be sent */
    public LimitReached(Duration wait) {
        super("the requests this account may make in a minute are used up", null, false, false);
        this.retryAfter = Duration.ofSeconds(Math.ceilDiv(wait.toMillis(), 1000L));
    }

    /** How long to wait, in whole seconds as {@code Retry-After} tells it. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
