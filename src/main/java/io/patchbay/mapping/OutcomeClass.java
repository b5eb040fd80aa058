package io.patchbay.mapping;

/** What a provider's answer, or its absence, means for an operation. Closed: every answer falls into one of these. */
public enum OutcomeClass {
    /** The provider did it and said so. */
    SUCCEEDED,
    /** The provider explicitly refused; nothing was done and repeating changes nothing. */
    REJECTED,
    /** Too many requests; nothing was done, later it may be. */
    THROTTLED,
    /** The credentials or the token were not accepted; nothing was done. */
    UNAUTHORISED,
    /** The request never reached the provider, so it may be sent again or elsewhere. */
    UNAVAILABLE_NOT_SENT,
    /** The provider may have acted; only a probe or a person can tell. */
    UNKNOWN
}
