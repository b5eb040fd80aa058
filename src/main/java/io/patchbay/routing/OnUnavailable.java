package io.patchbay.routing;

/** What becomes of an order when none of its accounts can be reached. */
public enum OnUnavailable {

    /** The caller gets 503 and may come again. */
    REJECT,

    /** The order is kept and sent later. */
    QUEUE
}
