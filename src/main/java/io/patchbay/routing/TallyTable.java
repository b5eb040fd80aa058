package io.patchbay.routing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code rollout_tally}: what all nodes have counted. */
final class TallyTable {

    /**
     * All that was counted for one revision.
     *
     * @param ever  orders since the step
     * @param since what was counted lately
     */
    record Sum(long revision, long ever, Tally since) {
    }

    private final JdbcClient jdbc;

    TallyTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(long step, long revision, Instant minute, Tally more) {
        jdbc.sql("""
                        insert into rollout_tally (step, revision, minute, requests, errors, unknown)
                        values (:step, :revision, :minute, :requests, :errors, :unknown)
                        on conflict (step, revision, minute) do update set requests = rollout_tally.requests + excluded.requests,
                            errors = rollout_tally.errors + excluded.errors, unknown = rollout_tally.unknown + excluded.unknown""")
                .param("step", step).param("revision", revision).param("minute", minute.atOffset(ZoneOffset.UTC))
                .param("requests", more.requests()).param("errors", more.errors()).param("unknown", more.unknown()).update();
    }

    List<Sum> sums(long step, Instant since) {
        return jdbc.sql("""
                        select revision, sum(requests) as ever, coalesce(sum(requests) filter (where minute >= :since), 0) as requests,
                            coalesce(sum(errors) filter (where minute >= :since), 0) as errors,
                            coalesce(sum(unknown) filter (where minute >= :since), 0) as unknown
                        from rollout_tally where step = :step group by revision""")
                .param("step", step).param("since", since.atOffset(ZoneOffset.UTC)).query(TallyTable::sum).list();
    }

    /** Of rollouts that are over. */
    void forget(long before) {
        jdbc.sql("delete from rollout_tally where step < :before").param("before", before).update();
    }

    private static Sum sum(ResultSet row, int number) throws SQLException {
        return new Sum(row.getLong("revision"), row.getLong("ever"), new Tally(row.getLong("requests"), row.getLong("errors"), row.getLong("unknown")));
    }
}
