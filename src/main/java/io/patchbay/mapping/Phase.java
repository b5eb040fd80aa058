package io.patchbay.mapping;

/** How far a request got: the one question that decides whether it may be repeated. */
public enum Phase {
    /** Not a byte left; the provider cannot have acted. */
    NEVER_SENT,
    /** Some or all of it left; the provider may have acted. */
    MAYBE_SENT,
    /** The provider answered. */
    ANSWERED
}
