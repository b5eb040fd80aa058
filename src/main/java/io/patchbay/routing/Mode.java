package io.patchbay.routing;

/** Whether a tenant's orders reach subscribers. */
public enum Mode {

    /** Carried by sandbox accounts only. */
    TEST,

    /** Carried by real accounts only. */
    LIVE
}
