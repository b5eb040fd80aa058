package io.patchbay.limit;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import java.time.Duration;

/**
 * What a limit means for the bucket of tokens that keeps it.
 *
 * <p>The provider's limit holds for any 60 seconds, wherever they begin, because how it counts is rarely documented. In such a window a
 * bucket gives away what it had saved up and what came in meanwhile, so these two together stay within the limit: the
 * more can be called at once, the slower the bucket fills. {@link #PERIOD} is longer than the window by what may lie between taking a
 * token and the arrival of the request.
 *
 * @param perMinute what the provider allows
 * @param capacity  tokens saved up at most
 * @param refill    tokens that come in, evenly, in a {@link #PERIOD}
 * @param batch     tokens a node takes at once to hand out itself; 1 where taking each by itself is no burden
 */
record Shape(int perMinute, int capacity, int refill, int batch) {

    /** A node hands out tokens no longer than this after it took them. */
    static final Duration KEPT = Duration.ofSeconds(1);

    /** The window, {@link #KEPT}, and a second for the way to the provider. */
    static final Duration PERIOD = Duration.ofSeconds(62);

    /** Below this, some database calls a second are cheaper than tokens that are taken and not used. */
    private static final int BATCHES_A_MINUTE = 600;

    /**
     * A fifth of the limit can be called at once, enough for an order of many calls; of a high limit less, for then a smaller share does.
     * The last token of the limit can be refilled too: less than a whole period lies in a window, and so less than the whole of it.
     */
    static Shape of(int perMinute) {
        int capacity = Math.max(Math.min(2, perMinute), Math.min(perMinute / 5, 10 + perMinute / 20));
        return new Shape(perMinute, capacity, perMinute - capacity + 1, Math.max(1, perMinute / BATCHES_A_MINUTE));
    }

    /** What a lane leaves untouched; never so much that a full bucket would not do for its requests. */
    int reserve(Lane lane, int requests) {
        return Math.min(capacity * lane.reserve() / 100, capacity - requests);
    }

    /** Requests a minute once nothing is saved up any more. */
    double steady() {
        return refill * 60.0 / PERIOD.toSeconds();
    }

    BucketConfiguration configuration() {
        return BucketConfiguration.builder()
                .addLimit(Bandwidth.builder().capacity(capacity).refillGreedy(refill, PERIOD).build())
                .build();
    }
}
