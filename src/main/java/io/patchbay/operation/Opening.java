package io.patchbay.operation;

/** What came of writing an operation down. Anything but {@link Opened} left no trace and nothing may be sent. */
public sealed interface Opening {

    record Opened(Operation operation) implements Opening {
    }

    /** The tenant already has a subscription with this reference. */
    record ReferenceTaken() implements Opening {
    }

    /** Another request with the same idempotency key was faster. */
    record KeyTaken() implements Opening {
    }

    /** Another operation on the subscription is still open, or has ended since this one was found to be allowed. */
    record InProgress() implements Opening {
    }

    /** The first step needs something from a pool that has none left. */
    record PoolEmpty() implements Opening {
    }

    /** Another node took the operation over; what this one still holds is no longer the truth. */
    record LeaseLost() implements Opening {
    }
}
