package io.patchbay.limit;

import io.github.bucket4j.Bucket;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Buckets without a database, one for each account; they share the time of a test. */
final class LocalBuckets implements Buckets {

    private final Clock clock;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    LocalBuckets(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Bucket of(String account, Shape shape) {
        return buckets.computeIfAbsent(account, name -> of(shape, clock));
    }

    static Bucket of(Shape shape, Clock clock) {
        var builder = Bucket.builder().withCustomTimePrecision(new ClockMeter(clock));
        Arrays.stream(shape.configuration().getBandwidths()).forEach(builder::addLimit);
        return builder.build();
    }
}
