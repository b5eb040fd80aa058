package io.patchbay.operation;

import static io.patchbay.subscription.Columns.instant;
import static io.patchbay.subscription.Columns.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.schedule.Backlog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Those of the operation table that somebody has to take up again. Leases are measured by the database's clock, so that nodes need not agree on the time. */
@Repository
class DueOperations {

    private static final String DUE = """
            state in ('RECEIVED', 'QUEUED', 'SENDING', 'UNKNOWN') and due_at <= clock_timestamp()
            and (lease_until is null or lease_until <= clock_timestamp())""";

    private final JdbcClient jdbc;
    private final OperationRows rows;

    DueOperations(JdbcClient jdbc, OperationRows rows) {
        this.jdbc = jdbc;
        this.rows = rows;
    }

    /** Accounts with operations that are due, so that a slow one cannot keep the others waiting. */
    List<String> accountsDue() {
        return jdbc.sql("select distinct account from operation where " + DUE).query(String.class).list();
    }

    /** What is due and nobody has taken yet. */
    Backlog backlog() {
        return jdbc.sql("select count(*) as due, min(due_at) as oldest from operation where " + DUE)
                .query((rs, n) -> new Backlog(rs.getLong("due"), instant(rs, "oldest"))).single();
    }

    /** Takes over what is due of one account, the longest waiting first. What a dead node was sending becomes UNKNOWN. */
    List<Grasp> takeDue(String account, int most, Duration lease, ObjectNode abandoned) {
        return take("""
                select operation_id, told as last from operation where account = :account and %s
                order by due_at, operation_id for update skip locked limit :most""".formatted(DUE),
                Map.of("account", account, "most", most), lease, abandoned);
    }

    /** Takes over one that nobody works on, due or not. @param states it has to be in */
    Optional<Grasp> take(String id, Duration rested, List<OperationState> states, Duration lease, ObjectNode abandoned) {
        return take("""
                select operation_id, told as last from operation where operation_id = :id and state = any(:states::text[])
                  and (lease_until is null or lease_until <= clock_timestamp())
                  and updated_at <= clock_timestamp() - :rested * interval '1 millisecond' for update skip locked""",
                Map.of("id", id, "rested", rested.toMillis(), "states", states.stream().map(Enum::name).toArray(String[]::new)),
                lease, abandoned).stream().findFirst();
    }

    private List<Grasp> take(String which, Map<String, ?> parameters, Duration lease, ObjectNode abandoned) {
        return jdbc.sql("""
                        with found as materialized (%s)
                        update operation set fence = fence + 1, lease_owner = :node,
                          lease_until = clock_timestamp() + :lease * interval '1 millisecond',
                          due_at = clock_timestamp() + :lease * interval '1 millisecond', updated_at = clock_timestamp(),
                          outcome = case when state = 'SENDING' then :abandoned::jsonb else outcome end,
                          lost_at = case when state = 'SENDING' then clock_timestamp() else lost_at end,
                          absences = case when state = 'SENDING' then 0 else absences end,
                          absent_at = case when state = 'SENDING' then null else absent_at end,
                          told = case when state = 'SENDING' then 'UNKNOWN' else state end,
                          state = case when state = 'SENDING' then 'UNKNOWN' else state end
                        from found where operation.operation_id = found.operation_id
                        returning operation.*, found.last, clock_timestamp() as now""".formatted(which))
                .params(parameters).param("node", rows.node()).param("lease", lease.toMillis()).param("abandoned", text(abandoned))
                .query((rs, n) -> new Grasp(Told.of(rs.getString("last")), new Taken(rows.row(rs, n), doubt(rs)))).list();
    }

    /** @param last what its caller had been told before; taking it over may have changed its state */
    record Grasp(Told last, Taken taken) {
    }

    /** Gives one back that was taken over, unless somebody else has it by now. */
    void giveBack(Operation operation, Duration wait) {
        jdbc.sql("""
                        update operation set lease_until = null, due_at = clock_timestamp() + :wait * interval '1 millisecond'
                        where operation_id = :id and fence = :fence and lease_until is not null""")
                .param("wait", wait.toMillis()).param("id", operation.id()).param("fence", operation.fence())
                .update();
    }

    private static Doubt doubt(ResultSet rs) throws SQLException {
        Instant now = instant(rs, "now");
        return new Doubt(since(instant(rs, "sent_at"), now), since(instant(rs, "lost_at"), now), rs.getInt("looks"),
                rs.getInt("absences"), since(instant(rs, "absent_at"), now), rs.getInt("tries"));
    }

    private static Duration since(Instant then, Instant now) {
        return then == null ? null : Duration.between(then, now);
    }
}
