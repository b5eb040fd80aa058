package io.patchbay.limit;

import java.time.Duration;

/** Whether a request may leave now. */
public sealed interface Grant {

    Grant GRANTED = new Granted();

    /** It may, and has been counted. */
    record Granted() implements Grant {
    }

    /**
     * It may not, and has not been counted.
     *
     * @param time how long until it could, if nobody else came first; more than zero
     */
    record Wait(Duration time) implements Grant {

        /** In milliseconds rounded up: who comes a fraction too early would only be told to wait again. */
        static Wait ofNanos(long nanos) {
            return new Wait(Duration.ofMillis(Math.max(1, Math.ceilDiv(nanos, 1_000_000L))));
        }
    }
}
