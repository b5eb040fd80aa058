package io.patchbay.limit;

import io.github.bucket4j.Bucket;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** The limit of one account as this node keeps it. */
final class AccountLimit {

    private final Shape shape;
    private final Bucket bucket;
    private final Map<Lane, Handful> handfuls = new EnumMap<>(Lane.class);
    private volatile long seen;

    AccountLimit(Shape shape, Bucket bucket, Clock clock) {
        this.shape = shape;
        this.bucket = bucket;
        this.seen = shape.capacity();
        Arrays.stream(Lane.values()).forEach(lane -> handfuls.put(lane, new Handful(shape, lane, bucket, clock, left -> seen = left)));
    }

    boolean allows(int perMinute) {
        return shape.perMinute() == perMinute;
    }

    Grant take(Lane lane, int requests) {
        return handfuls.get(lane).take(requests);
    }

    int affordable(Lane lane) {
        seen = bucket.getAvailableTokens();
        return (int) Math.max(0, seen - shape.reserve(lane, 1));
    }

    /** How many tokens were left when this node last looked. */
    long seen() {
        return seen;
    }
}
