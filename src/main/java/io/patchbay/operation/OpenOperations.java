package io.patchbay.operation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How many operations have no outcome yet. Asked at most every few seconds, however often somebody looks. */
@Component
public class OpenOperations {

    private static final Duration FRESH = Duration.ofSeconds(5);

    private final JdbcClient jdbc;
    private final Clock clock;
    private volatile Counts known = new Counts(Instant.MIN, Map.of());

    OpenOperations(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @return NaN while the database is away */
    public double count(OperationState state) {
        Counts counts = known;
        if (counts.at().isBefore(clock.instant().minus(FRESH))) {
            counts = counted();
            known = counts;
        }
        return counts.byState() == null ? Double.NaN : counts.byState().getOrDefault(state, 0L);
    }

    private Counts counted() {
        try {
            Map<OperationState, Long> byState = new EnumMap<>(OperationState.class);
            jdbc.sql("""
                    select state, count(*) from operation
                    where state in ('RECEIVED', 'QUEUED', 'SENDING', 'UNKNOWN', 'NEEDS_ATTENTION') group by state""")
                    .query(row -> {
                        byState.put(OperationState.valueOf(row.getString(1)), row.getLong(2));
                    });
            return new Counts(clock.instant(), byState);
        } catch (DataAccessException away) {
            return new Counts(clock.instant(), null);
        }
    }

    private record Counts(Instant at, Map<OperationState, Long> byState) {
    }
}
