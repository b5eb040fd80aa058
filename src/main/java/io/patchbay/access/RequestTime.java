package io.patchbay.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/** How long a request takes, and how much of that it waits for providers. Holds also after the request changed its thread. */
public final class RequestTime {

    /** What never came as far as an operation, such as a request without a key. */
    static final String NO_OPERATION = "none";

    private static final String ATTRIBUTE = RequestTime.class.getName();

    private final LongSupplier nanos;
    private final long began;
    private final AtomicLong waited = new AtomicLong();
    private final AtomicReference<Taken> taken = new AtomicReference<>();
    private final AtomicBoolean counted = new AtomicBoolean();
    private volatile String operation = NO_OPERATION;

    private RequestTime(LongSupplier nanos) {
        this.nanos = nanos;
        this.began = nanos.getAsLong();
    }

    /** The time of a request; it begins with the first call. */
    static RequestTime of(HttpServletRequest request, LongSupplier nanos) {
        return of(request).orElseGet(() -> {
            RequestTime begun = new RequestTime(nanos);
            request.setAttribute(ATTRIBUTE, begun);
            return begun;
        });
    }

    /** Empty for a request whose time nobody takes. */
    public static Optional<RequestTime> of(HttpServletRequest request) {
        return Optional.ofNullable((RequestTime) request.getAttribute(ATTRIBUTE));
    }

    /** @param found the operation of the contract, such as {@code createSubscription} */
    public void is(String found) {
        operation = found;
    }

    /** @param time in nanoseconds, more of it for a provider */
    public void waited(long time) {
        waited.addAndGet(time);
    }

    String operation() {
        return operation;
    }

    /** True once: whoever asks first has to count it. */
    boolean counts() {
        return counted.compareAndSet(false, true);
    }

    /** What it came to when this was asked first: as the answer left. */
    Taken taken() {
        taken.compareAndSet(null, new Taken(nanos.getAsLong() - began, waited.get()));
        return taken.get();
    }

    /**
     * Both in nanoseconds.
     *
     * @param total    between the first filter and the head of the answer
     * @param provider the part of it that was spent waiting for answers of providers
     */
    record Taken(long total, long provider) {

        private static final long MILLI = 1_000_000;

        /** The gateway's own part. */
        long overhead() {
            return Math.max(0, total - provider);
        }

        /** As the header {@code Server-Timing} has it (W3C Server Timing): in milliseconds. */
        String header() {
            return "total;dur=" + millis(total) + ", provider;dur=" + millis(provider);
        }

        /** By hand, for a formatter takes longer than much of what is measured. */
        private static String millis(long time) {
            long hundredths = (time + MILLI / 200) / (MILLI / 100);
            long fraction = hundredths % 100;
            return hundredths / 100 + (fraction < 10 ? ".0" : ".") + fraction;
        }
    }
}
