package io.patchbay.route;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.quartz.TriggerKey;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/** Quartz's own tables, for what Quartz does not see to. */
@Repository
class TriggerRows {

    /** By the clock of the database, so that a node whose own is ahead does not take from the others what they are about to fire. */
    private static final String OVERDUE = "extract(epoch from clock_timestamp()) * 1000 - :overdue";

    /**
     * A node takes a trigger just before its moment and fires it then. One that is still taken long after that moment was taken by a node
     * that died or did not learn that it has it, and Quartz itself would leave it there for as long as that node lives.
     */
    private static final String LEFT = """
            sched_name = 'patchbay' and trigger_state in ('ACQUIRED', 'BLOCKED', 'ERROR') and next_fire_time < %s
            and not exists (select from qrtz_fired_triggers fired where fired.sched_name = qrtz_triggers.sched_name
              and fired.trigger_name = qrtz_triggers.trigger_name and fired.trigger_group = qrtz_triggers.trigger_group
              and fired.state = 'EXECUTING' and fired.is_nonconcurrent)""".formatted(OVERDUE);

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    TriggerRows(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** Of everything that is to be woken, whether this node has its route or not. */
    Set<TriggerKey> keys() {
        return jdbc.sql("select trigger_name, trigger_group from qrtz_triggers where sched_name = 'patchbay'")
                .query((rs, number) -> new TriggerKey(rs.getString("trigger_name"), rs.getString("trigger_group"))).set();
    }

    /** Gives triggers back that a node has left. @return their names */
    List<String> free(Duration overdue) {
        long millis = overdue.toMillis();
        boolean any = jdbc.sql("select exists (select from qrtz_triggers where " + LEFT + ")").param("overdue", millis).query(Boolean.class).single();
        return any ? transactions.execute(status -> free(millis)) : List.of();
    }

    /** Under the lock under which Quartz changes them. */
    private List<String> free(long overdue) {
        jdbc.sql("select from qrtz_locks where sched_name = 'patchbay' and lock_name = 'TRIGGER_ACCESS' for update").query(row -> { });
        jdbc.sql("delete from qrtz_fired_triggers where sched_name = 'patchbay' and state = 'ACQUIRED' and sched_time < " + OVERDUE)
                .param("overdue", overdue).update();
        return jdbc.sql("update qrtz_triggers set trigger_state = 'WAITING' where " + LEFT + " returning trigger_name").param("overdue", overdue)
                .query(String.class).list();
    }
}
