package io.patchbay.schedule;

import static io.patchbay.subscription.Columns.instant;
import static io.patchbay.subscription.Columns.utc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which routes are paused and when each was last woken. Every node reads the same, and it outlives them all. */
@Repository
public class WakeUpRecords {

    private final JdbcClient jdbc;

    WakeUpRecords(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public List<WakeUp> all() {
        return jdbc.sql("select * from wake_up").query(WakeUpRecords::wakeUp).list();
    }

    /** @return {@link WakeUp#unknown} if there is nothing on record */
    public WakeUp of(String name) {
        return jdbc.sql("select * from wake_up where name = :name").param("name", name).query(WakeUpRecords::wakeUp).optional()
                .orElseGet(() -> WakeUp.unknown(name));
    }

    public boolean isPaused(String name) {
        return jdbc.sql("select exists (select from wake_up where name = :name and paused_at is not null)").param("name", name)
                .query(Boolean.class).single();
    }

    /** @return whether this paused it; one that is paused already stays so under the first reason */
    public boolean pause(String name, Ruling ruling) {
        return jdbc.sql("""
                        insert into wake_up (name, paused_by, paused_reason, paused_at) values (:name, :by, :reason, :at)
                        on conflict (name) do update set paused_by = excluded.paused_by, paused_reason = excluded.paused_reason,
                          paused_at = excluded.paused_at, resumed_by = null, resumed_reason = null, resumed_at = null
                        where wake_up.paused_at is null""")
                .param("name", name).param("by", ruling.by()).param("reason", ruling.reason()).param("at", utc(ruling.at()))
                .update() > 0;
    }

    /** @return whether this resumed it; one that is not paused stays as it is */
    public boolean resume(String name, Ruling ruling) {
        return jdbc.sql("""
                        update wake_up set paused_by = null, paused_reason = null, paused_at = null,
                          resumed_by = :by, resumed_reason = :reason, resumed_at = :at
                        where name = :name and paused_at is not null""")
                .param("name", name).param("by", ruling.by()).param("reason", ruling.reason()).param("at", utc(ruling.at()))
                .update() > 0;
    }

    /** Writes down a wake-up whose work has ended. Of two at the same time the one that ended last stays. */
    public void ended(String name, Run run) {
        jdbc.sql("""
                        insert into wake_up (name, last_began, last_ended, last_node, last_found, last_fault)
                        values (:name, :began, :ended, :node, :found, :fault)
                        on conflict (name) do update set last_began = excluded.last_began, last_ended = excluded.last_ended,
                          last_node = excluded.last_node, last_found = excluded.last_found, last_fault = excluded.last_fault""")
                .param("name", name).param("began", utc(run.began())).param("ended", utc(run.ended())).param("node", run.node())
                .param("found", run.found()).param("fault", run.fault())
                .update();
    }

    private static WakeUp wakeUp(ResultSet rs, int number) throws SQLException {
        return new WakeUp(rs.getString("name"), ruling(rs, "paused"), ruling(rs, "resumed"), run(rs));
    }

    private static Optional<Ruling> ruling(ResultSet rs, String word) throws SQLException {
        return rs.getObject(word + "_at") == null ? Optional.empty()
                : Optional.of(new Ruling(rs.getString(word + "_by"), rs.getString(word + "_reason"), instant(rs, word + "_at")));
    }

    private static Optional<Run> run(ResultSet rs) throws SQLException {
        return rs.getObject("last_began") == null ? Optional.empty()
                : Optional.of(new Run(instant(rs, "last_began"), instant(rs, "last_ended"), rs.getString("last_node"),
                        rs.getObject("last_found", Integer.class), rs.getString("last_fault")));
    }
}
