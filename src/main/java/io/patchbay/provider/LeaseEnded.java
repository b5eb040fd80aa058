package io.patchbay.provider;

/**
 * The request was not sent, because another node may have taken its operation over by now.
 *
 * <p>An exception because it has to cross the circuit breaker, which counts faults; this one is none of the provider's.
 */
public final class LeaseEnded extends RuntimeException {

    public LeaseEnded() {
        super("the lease of this node ended before the request could leave", null, false, false);
    }
}
