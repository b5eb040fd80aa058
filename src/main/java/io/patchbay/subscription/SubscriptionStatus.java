package io.patchbay.subscription;

/** The canonical life of a subscription. Names follow SeamlessOS Connect where it has one. */
public enum SubscriptionStatus {
    /** Ordered, or a shell waiting for its activation. */
    PENDING,
    /** Held by the gateway until its activation is due. */
    SCHEDULED,
    ACTIVATED,
    /** Out of service for now, on request. */
    PAUSED,
    /** Out of service by decision of the provider. */
    BLOCKED,
    CANCELLED,
    /** Its validity ended. */
    EXPIRED,
    /** The create was refused; there never was a subscription. */
    FAILED;

    public boolean isFinal() {
        return this == CANCELLED || this == EXPIRED || this == FAILED;
    }
}
