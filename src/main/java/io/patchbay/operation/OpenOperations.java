package io.patchbay.operation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Operations that have no outcome yet: how many, and for how long. Asked at most every few seconds, however often somebody looks. */
@Component
public class OpenOperations {

    private static final Duration FRESH = Duration.ofSeconds(5);

    private final JdbcClient jdbc;
    private final Clock clock;
    private volatile Known known = new Known(Instant.MIN, Map.of());

    OpenOperations(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @return NaN while the database is away */
    public double count(OperationState state) {
        return of(state).count();
    }

    /** @return the age of the oldest in seconds, 0 if there is none; NaN while the database is away */
    public double oldest(OperationState state) {
        return of(state).oldest();
    }

    private Figures of(OperationState state) {
        Known figures = known;
        if (figures.at().isBefore(clock.instant().minus(FRESH))) {
            figures = asked();
            known = figures;
        }
        return figures.byState() == null ? Figures.AWAY : figures.byState().getOrDefault(state, Figures.NONE);
    }

    private Known asked() {
        try {
            Map<OperationState, Figures> byState = new EnumMap<>(OperationState.class);
            jdbc.sql("""
                    select state, count(*), extract(epoch from clock_timestamp() - min(created_at)) from operation
                    where state in ('RECEIVED', 'QUEUED', 'SENDING', 'UNKNOWN', 'NEEDS_ATTENTION') group by state""")
                    .query(row -> {
                        byState.put(OperationState.valueOf(row.getString(1)), new Figures(row.getLong(2), Math.max(0, row.getDouble(3))));
                    });
            return new Known(clock.instant(), byState);
        } catch (DataAccessException away) {
            return new Known(clock.instant(), null);
        }
    }

    private record Figures(double count, double oldest) {

        private static final Figures NONE = new Figures(0, 0);
        private static final Figures AWAY = new Figures(Double.NaN, Double.NaN);
    }

    private record Known(Instant at, Map<OperationState, Figures> byState) {
    }
}
