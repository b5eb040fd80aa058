package io.patchbay.access;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.http.Outcome;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Counts what the gateway itself takes for an answer, without the time that providers take. */
final class Overheads {

    /** Upper ends of the buckets in microseconds: dense where it should be, and no more of them than a graph needs. */
    private static final Duration[] BUCKETS = LongStream.of(500, 750, 1_000, 1_500, 2_000, 3_000, 5_000, 7_500, 10_000, 15_000, 25_000, 50_000, 100_000,
            250_000, 500_000, 1_000_000).mapToObj(micros -> Duration.of(micros, ChronoUnit.MICROS)).toArray(Duration[]::new);

    private final MeterRegistry meters;
    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

    Overheads(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Once for each request, also where its answer comes by again as an error. */
    void record(RequestTime time, int status) {
        if (time.counts()) {
            timers.computeIfAbsent(new Kind(time.operation(), Outcome.forStatus(status)), this::timer).record(time.taken().overhead(), TimeUnit.NANOSECONDS);
        }
    }

    private Timer timer(Kind kind) {
        return Timer.builder("patchbay.overhead")
                .description("Time a request of the public API takes without waiting for providers")
                .tags("operation", kind.operation(), "outcome", kind.outcome().name())
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
    }

    private record Kind(String operation, Outcome outcome) {
    }
}
