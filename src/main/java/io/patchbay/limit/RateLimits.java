package io.patchbay.limit;

import io.github.bucket4j.BucketExceptions.BucketExecutionException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Counts requests to provider accounts over all nodes. An account without a limit costs nothing.
 *
 * <p>While the database is away requests may leave uncounted: no order can be written down then, and so none is sent; what is left are
 * questions, and the provider's own 429 still holds.
 */
@Component
public class RateLimits {

    private static final Logger log = LoggerFactory.getLogger(RateLimits.class);

    private final Buckets buckets;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Map<String, AccountLimit> accounts = new ConcurrentHashMap<>();
    private final AtomicBoolean away = new AtomicBoolean();

    RateLimits(Buckets buckets, Clock clock, MeterRegistry meters) {
        this.buckets = buckets;
        this.clock = clock;
        this.meters = meters;
    }

    /**
     * Counts requests that are about to leave, all of them or none.
     *
     * @param perMinute of the account; 0 = no limit
     * @param requests  at least 1
     */
    public Grant tryAcquire(String account, int perMinute, Lane lane, int requests) {
        return perMinute == 0 ? Grant.GRANTED : asked(account, perMinute, limit -> limit.take(lane, requests), Grant.GRANTED);
    }

    /** How many requests could leave in this lane now; counts none. */
    public int affordable(String account, int perMinute, Lane lane) {
        return perMinute == 0 ? Integer.MAX_VALUE : asked(account, perMinute, limit -> limit.affordable(lane), Integer.MAX_VALUE);
    }

    /**
     * How many requests a minute steady work gets through, which is less than the limit: see {@link Shape}.
     *
     * @param perMinute of the account, more than 0
     */
    public static double steady(int perMinute) {
        return Shape.of(perMinute).steady();
    }

    private <T> T asked(String account, int perMinute, Function<AccountLimit, T> question, T uncounted) {
        try {
            T answer = question.apply(limit(account, perMinute));
            away.set(false);
            return answer;
        } catch (BucketExecutionException unreachable) {
            tell(unreachable);
            return uncounted;
        }
    }

    /** A changed limit begins anew; two callers who notice at once do no harm. */
    private AccountLimit limit(String account, int perMinute) {
        AccountLimit known = accounts.get(account);
        if (known != null && known.allows(perMinute)) {
            return known;
        }
        Shape shape = Shape.of(perMinute);
        AccountLimit made = new AccountLimit(shape, buckets.of(account, shape), clock);
        if (accounts.put(account, made) == null) {
            watched(account);
        }
        return made;
    }

    private void watched(String account) {
        Gauge.builder("patchbay.limit.tokens", () -> accounts.get(account).seen())
                .description("Requests an account could make at once, when this node last looked")
                .tag("account", account)
                .register(meters);
    }

    private void tell(BucketExecutionException unreachable) {
        if (!away.getAndSet(true)) {
            log.warn("Requests to providers cannot be counted ({}): they leave without keeping to the limits until the database answers again",
                    unreachable.getCause() == null ? unreachable.getClass().getSimpleName() : unreachable.getCause().getClass().getSimpleName());
        }
    }
}
