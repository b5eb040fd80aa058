package io.patchbay.limit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Lets requests to a provider account through one after the other, as its limit allows; who cannot go at once waits, within reason. */
@Component
public class Turnstile {

    private final RateLimits limits;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Duration caller;
    private final Duration background;
    private final Pause pause;

    /**
     * @param caller     how long somebody who waits for an answer is kept waiting for the limit, at each request
     * @param background the same, where nobody waits
     */
    @Autowired
    Turnstile(RateLimits limits, MeterRegistry meters, Clock clock, @Value("${patchbay.limit.caller:5s}") Duration caller,
              @Value("${patchbay.limit.background:20s}") Duration background) {
        this(limits, meters, clock, caller, background, Thread::sleep);
    }

    Turnstile(RateLimits limits, MeterRegistry meters, Clock clock, Duration caller, Duration background, Pause pause) {
        this.limits = limits;
        this.meters = meters;
        this.clock = clock;
        this.caller = caller;
        this.background = background;
        this.pause = pause;
    }

    /**
     * Returns when the requests may leave, or at once when waiting would take too long; they have been counted only if granted.
     *
     * @param perMinute of the account; 0 = no limit
     * @param requests  that leave one right after the other
     */
    public Grant pass(String account, int perMinute, Lane lane, int requests) {
        Grant grant = limits.tryAcquire(account, perMinute, lane, requests);
        if (grant instanceof Grant.Wait wait) {
            waits(account, lane).increment();
            return awaited(account, perMinute, lane, requests, wait);
        }
        return grant;
    }

    private Grant awaited(String account, int perMinute, Lane lane, int requests, Grant.Wait first) {
        Instant latest = clock.instant().plus(lane == Lane.INTERACTIVE ? caller : background);
        Grant grant = first;
        while (grant instanceof Grant.Wait wait && !clock.instant().plus(wait.time()).isAfter(latest) && isOver(wait.time())) {
            grant = limits.tryAcquire(account, perMinute, lane, requests);
        }
        return grant;
    }

    private boolean isOver(Duration time) {
        try {
            pause.lasting(time);
            return true;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Counter waits(String account, Lane lane) {
        return Counter.builder("patchbay.limit.waits")
                .description("Requests that could not leave at once because the limit of their account was used up")
                .tags("account", account, "lane", lane.name())
                .register(meters);
    }

    /** Lets time pass. */
    interface Pause {
        void lasting(Duration time) throws InterruptedException;
    }
}
