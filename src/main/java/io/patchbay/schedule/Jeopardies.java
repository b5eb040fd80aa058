package io.patchbay.schedule;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** How many orders the last forecasts left in jeopardy, over all nodes. Asked at most every few seconds, however often somebody looks. */
@Component
public class Jeopardies {

    private final JeopardyRows rows;
    private final Fresh<Optional<Map<Jeopardy, Long>>> counts;

    Jeopardies(JeopardyRows rows, Clock clock) {
        this.rows = rows;
        this.counts = new Fresh<>(Fresh.SECONDS, clock, this::asked);
    }

    /** @return NaN while the database is away */
    public double count(Jeopardy jeopardy) {
        return counts.get().map(known -> (double) known.getOrDefault(jeopardy, 0L)).orElse(Double.NaN);
    }

    private Optional<Map<Jeopardy, Long>> asked() {
        try {
            return Optional.of(rows.counts());
        } catch (DataAccessException away) {
            return Optional.empty();
        }
    }
}
