package io.patchbay.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class BacklogTest {

    private static final Instant NOW = Instant.parse("2027-03-01T08:00:00Z");

    private final TestDatabase database = TestDatabase.migrated();
    private final DueWork dueWork = new DueWork(JdbcClient.create(database.dataSource()),
            new TransactionTemplate(new DataSourceTransactionManager(database.dataSource())), Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void where_nothing_is_owed_nothing_waits() {
        assertThat(dueWork.backlog(DueKind.ACTIVATE, DueKind.END)).isEqualTo(new Backlog(0, null));
    }

    @Test
    void orders_of_all_accounts_wait_from_the_moment_they_were_promised_for_also_while_they_rest() throws SQLException {
        owed("a", "ACTIVATE", "one", "07:00", "07:00");
        owed("b", "ACTIVATE", "two", "06:30", "09:00");
        owed("c", "END", "two", "07:30", "07:30");
        owed("d", "END", "two", "08:01", "08:01");
        owed("e", "LOOK", "two", "01:00", "01:00");

        assertThat(dueWork.backlog(DueKind.ACTIVATE, DueKind.END)).isEqualTo(new Backlog(3, Instant.parse("2027-03-01T06:30:00Z")));
    }

    @Test
    void a_look_that_rests_does_not_wait() throws SQLException {
        owed("a", "LOOK", "one", "01:00", "07:45");
        owed("b", "LOOK", "one", "01:00", "09:00");
        owed("c", "ACTIVATE", "one", "01:00", "01:00");

        assertThat(dueWork.backlog(DueKind.LOOK)).isEqualTo(new Backlog(1, Instant.parse("2027-03-01T07:45:00Z")));
    }

    /** Without the subscription it is for, which does not matter here. */
    private void owed(String subscription, String kind, String account, String due, String tryAt) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.createStatement().execute("set session_replication_role = replica");
            connection.createStatement().execute("""
                    insert into due_work (subscription_id, kind, tenant, account, due_at, try_at)
                    values ('%s', '%s', 't', '%s', '2027-03-01T%s:00Z', '2027-03-01T%s:00Z')""".formatted(subscription, kind, account, due, tryAt));
        }
    }
}
