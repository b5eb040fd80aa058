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

    /**
     * A node takes a trigger just before its moment and fires it then. One that is still taken long after that moment was taken by a node
     * that died or did not learn that it has it, and Quartz itself would leave it there for as long as that node lives.
     */
    private static final String LEFT = """
            sched_name = 'patchbay' and trigger_state in ('ACQUIRED', 'BLOCKED', 'ERROR') and next_fire_time < :before
            and not exists (select from qrtz_fired_triggers fired where fired.sched_name = qrtz_triggers.sched_name
              and fired.trigger_name = qrtz_triggers.trigger_name and fired.trigger_group = qrtz_triggers.trigger_group
              and fired.state = 'EXECUTING' and fired.is_nonconcurrent)""";

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

    /** Gives triggers back that a node has left. Quartz lives by the clock of the machine, so this does. @return their names */
    List<String> free(Duration overdue) {
        long before = System.currentTimeMillis() - overdue.toMillis();
        boolean any = jdbc.sql("select exists (select from qrtz_triggers where " + LEFT + ")").param("before", before).query(Boolean.class).single();
        return any ? transactions.execute(status -> free(before)) : List.of();
    }

    /** Under the lock under which Quartz changes them. */
    private List<String> free(long before) {
        jdbc.sql("select from qrtz_locks where sched_name = 'patchbay' and lock_name = 'TRIGGER_ACCESS' for update").query(row -> { });
        jdbc.sql("delete from qrtz_fired_triggers where sched_name = 'patchbay' and state = 'ACQUIRED' and sched_time < :before")
                .param("before", before).update();
        return jdbc.sql("update qrtz_triggers set trigger_state = 'WAITING' where " + LEFT + " returning trigger_name").param("before", before)
                .query(String.class).list();
    }
}
