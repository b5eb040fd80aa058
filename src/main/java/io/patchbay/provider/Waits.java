package io.patchbay.provider;

import java.util.function.LongSupplier;

/**
 * How long each thread has waited for providers: for their answers, and for tokens to ask with. A call is made by one thread from its beginning
 * to its end, so that whoever makes it can ask here how much of its time was waiting.
 */
public final class Waits {

    private final LongSupplier nanos;
    private final ThreadLocal<Sum> sums = ThreadLocal.withInitial(Sum::new);

    /** @param nanos passing time, as {@link System#nanoTime} */
    public Waits(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** @return for {@link #end} */
    public long begin() {
        return nanos.getAsLong();
    }

    /** However it ended, what came since counts as waiting. */
    public void end(long begun) {
        sums.get().nanos += nanos.getAsLong() - begun;
    }

    /** @return in nanoseconds, what this thread has waited since it asked last */
    public long taken() {
        Sum sum = sums.get();
        long taken = sum.nanos;
        sum.nanos = 0;
        return taken;
    }

    private static final class Sum {
        private long nanos;
    }
}
