package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A trigger that was taken ten seconds ago by the clock of this node. */
class TriggerRowsTest {

    private static final Duration OVERDUE = Duration.ofSeconds(5);

    /** @param ahead by how much the clock of the database is ahead of this node's */
    private static TriggerRows taken(String ahead) {
        PGSimpleDataSource source = (PGSimpleDataSource) TestDatabase.migrated().dataSource();
        source.setCurrentSchema("another_time,public,pg_catalog");
        JdbcClient jdbc = JdbcClient.create(source);
        jdbc.sql("create schema another_time").update();
        jdbc.sql("create function another_time.clock_timestamp() returns timestamptz language sql as 'select pg_catalog.clock_timestamp() + interval ''" + ahead + "'''")
                .update();
        jdbc.sql("""
                insert into qrtz_job_details (sched_name, job_name, job_group, job_class_name, is_durable, is_nonconcurrent, is_update_data, requests_recovery)
                values ('patchbay', 'settle-due', 'settling', 'none', false, false, false, false)""").update();
        jdbc.sql("""
                        insert into qrtz_triggers (sched_name, trigger_name, trigger_group, job_name, job_group, next_fire_time, trigger_state, trigger_type, start_time)
                        values ('patchbay', 'settle-due', 'settling', 'settle-due', 'settling', :at, 'ACQUIRED', 'SIMPLE', 0)""")
                .param("at", System.currentTimeMillis() - 10_000).update();
        return new TriggerRows(jdbc, new TransactionTemplate(new JdbcTransactionManager(source)));
    }

    @Test
    void what_was_left_is_given_back_once() {
        TriggerRows rows = taken("0 seconds");

        assertThat(rows.free(OVERDUE)).containsExactly("settle-due");
        assertThat(rows.free(OVERDUE)).isEmpty();
    }

    @Test
    void a_node_whose_clock_is_ahead_leaves_the_others_what_they_have_taken() {
        assertThat(taken("-1 minute").free(OVERDUE)).isEmpty();
    }
}
