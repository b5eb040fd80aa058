package io.patchbay.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** How many orders the last forecasts left in jeopardy, over all nodes. Asked at most every few seconds, however often somebody looks. */
@Component
public class Jeopardies {

    private static final Duration FRESH = Duration.ofSeconds(5);

    private final ForecastRows rows;
    private final Clock clock;
    private volatile Known known = new Known(Instant.MIN, null);

    Jeopardies(ForecastRows rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    /** @return NaN while the database is away */
    public double count(Jeopardy jeopardy) {
        Known counts = known;
        if (counts.at().isBefore(clock.instant().minus(FRESH))) {
            counts = asked();
            known = counts;
        }
        return counts.byJeopardy() == null ? Double.NaN : counts.byJeopardy().getOrDefault(jeopardy, 0L);
    }

    private Known asked() {
        try {
            return new Known(clock.instant(), rows.counts());
        } catch (DataAccessException away) {
            return new Known(clock.instant(), null);
        }
    }

    private record Known(Instant at, Map<Jeopardy, Long> byJeopardy) {
    }
}
