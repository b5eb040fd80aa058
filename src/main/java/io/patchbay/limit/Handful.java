package io.patchbay.limit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.EstimationProbe;
import java.time.Clock;
import java.time.Instant;
import java.util.function.LongConsumer;

/**
 * The tokens of an account that this node has taken for one lane and not handed out yet. Who comes while it is being filled waits for
 * that and finds it filled.
 */
final class Handful {

    private final Shape shape;
    private final Lane lane;
    private final Bucket bucket;
    private final Clock clock;
    private final LongConsumer seen;
    private long left;
    private Instant taken = Instant.MIN;

    /** @param seen is told how many tokens the bucket has left, whenever that is known */
    Handful(Shape shape, Lane lane, Bucket bucket, Clock clock, LongConsumer seen) {
        this.shape = shape;
        this.lane = lane;
        this.bucket = bucket;
        this.clock = clock;
        this.seen = seen;
    }

    /** Nobody can have more at once than ever is in the bucket: an order of more requests would wait for ever. */
    synchronized Grant take(int requests) {
        int tokens = Math.min(requests, shape.capacity());
        if (isFresh() && left >= tokens) {
            left -= tokens;
            return Grant.GRANTED;
        }
        int reserve = shape.reserve(lane, tokens);
        return reserve == 0 ? fill(tokens, Math.max(tokens, shape.batch())) : fillAbove(reserve, tokens);
    }

    /** A clock that was set back must not keep tokens alive. */
    private boolean isFresh() {
        Instant now = clock.instant();
        return !now.isBefore(taken) && now.isBefore(taken.plus(Shape.KEPT));
    }

    /**
     * Two transactions: another node that looks between them may take a handful into the reserve. That costs a higher lane a moment and the
     * provider nothing.
     */
    private Grant fillAbove(int reserve, int tokens) {
        EstimationProbe found = bucket.estimateAbilityToConsume((long) reserve + tokens);
        seen.accept(found.getRemainingTokens());
        return found.canBeConsumed()
                ? fill(tokens, Math.min(Math.max(tokens, shape.batch()), found.getRemainingTokens() - reserve))
                : Grant.Wait.ofNanos(found.getNanosToWaitForRefill());
    }

    private Grant fill(int tokens, long batch) {
        Instant before = clock.instant();
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(batch);
        seen.accept(probe.getRemainingTokens());
        if (!probe.isConsumed()) {
            return batch > tokens ? fill(tokens, tokens) : Grant.Wait.ofNanos(probe.getNanosToWaitForRefill());
        }
        left = batch - tokens;
        taken = before;
        return Grant.GRANTED;
    }
}
