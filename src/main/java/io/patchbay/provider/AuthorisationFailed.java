package io.patchbay.provider;

import java.time.Duration;

/**
 * No authorisation could be had, so the request was not sent.
 *
 * <p>An exception because it has to cross the circuit breaker, which counts faults; its message is safe to write down.
 */
public final class AuthorisationFailed extends RuntimeException {

    /** Why there is none. */
    public enum Reason {
        /** The provider looked at our credentials and said no, or we have none to show. */
        REFUSED,
        /** The provider answered that it takes no more calls of ours for the moment. */
        THROTTLED,
        /** Nobody could be asked, or the answer was of no use. */
        UNAVAILABLE
    }

    private final Reason reason;
    private final boolean aboutUs;
    private final Duration retryAfter;

    AuthorisationFailed(String message, Reason reason, boolean aboutUs, Duration retryAfter) {
        super(message, null, false, false);
        this.reason = reason;
        this.aboutUs = aboutUs;
        this.retryAfter = retryAfter;
    }

    static AuthorisationFailed unanswered(String message) {
        return new AuthorisationFailed(message, Reason.UNAVAILABLE, false, null);
    }

    /** Says nothing of which credential it is: the message is kept with the attempt, and the operator is told in the log. */
    static AuthorisationFailed withoutCredential() {
        return new AuthorisationFailed("a credential of the account cannot be read", Reason.REFUSED, true, null);
    }

    public Reason reason() {
        return reason;
    }

    /** The answer was about us and not about the provider's health: a status in the 400s, or an explicit no. */
    boolean isAboutUs() {
        return aboutUs;
    }

    /** @return how long the provider asks to wait, null if it does not say */
    public Duration retryAfter() {
        return retryAfter;
    }
}
