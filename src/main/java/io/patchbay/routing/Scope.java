package io.patchbay.routing;

/** What a key may do. No scope includes another. */
public enum Scope {

    /** GET on {@code /v1}. */
    READ,

    /** Every other method on {@code /v1}. */
    WRITE,

    /** {@code /admin/v1}; only administrators have it. */
    ADMIN
}
