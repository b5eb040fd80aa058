package io.patchbay.provider;

/**
 * No authorisation could be had, so the request was not sent.
 *
 * <p>An exception because it has to cross the circuit breaker, which counts faults; its message is safe to write down.
 */
public final class AuthorisationFailed extends RuntimeException {

    private final boolean refused;

    AuthorisationFailed(String message, boolean refused) {
        super(message, null, false, false);
        this.refused = refused;
    }

    /** True: the provider looked at our credentials and said no. False: nobody could be asked. */
    public boolean refused() {
        return refused;
    }
}
