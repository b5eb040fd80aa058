package io.patchbay.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Requests per minute in windows that begin with the first request, by the sandbox's clock; 0 means no limit. */
final class RateLimit {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Clock clock;
    private Instant windowEnd = Instant.MIN;
    private long used;

    RateLimit(Clock clock) {
        this.clock = clock;
    }

    synchronized boolean exceeded(long perMinute) {
        Instant now = clock.instant();
        // A clock that was set back must not leave a window that lasts for days.
        if (!now.isBefore(windowEnd) || now.plus(WINDOW).isBefore(windowEnd)) {
            windowEnd = now.plus(WINDOW);
            used = 0;
        }
        return perMinute > 0 && ++used > perMinute;
    }

    /** Seconds until the window ends, at least one. */
    synchronized long retryAfter() {
        return Math.max(1, Duration.between(clock.instant(), windowEnd).toSeconds());
    }

    synchronized void reset() {
        windowEnd = Instant.MIN;
    }
}
