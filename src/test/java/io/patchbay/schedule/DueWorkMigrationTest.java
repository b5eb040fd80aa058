package io.patchbay.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.TestDatabase;
import java.sql.Types;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Dates that were ordered before there was a table of due work are promises as well. */
class DueWorkMigrationTest {

    private final TestDatabase database = TestDatabase.empty();
    private final JdbcClient jdbc = JdbcClient.create(database.dataSource());

    @Test
    void every_date_that_was_kept_before_is_due() {
        migrated("5");
        kept("held", "SCHEDULED", null, "2027-03-01T10:00:00Z", "{}");
        kept("shell-there", "SCHEDULED", "S1", "2027-03-02T10:00:00Z", "{\"shell\": true}");
        kept("planned-end", "PENDING", "S2", "2027-03-02T10:00:00Z", "{\"shell\": true, \"pendingStatus\": {\"status\": \"CANCELLED\", \"scheduledAt\": \"2027-02-01\"}}");
        kept("shell-only", "PENDING", "S3", null, "{\"shell\": true}");
        kept("waits-there", "PENDING", "S4", null, "{}");
        kept("dated-there", "SCHEDULED", "S5", null, "{\"pendingStatus\": {\"status\": \"ACTIVATED\", \"scheduledAt\": \"2027-04-01\"}}");
        kept("expires", "ACTIVATED", "S6", null, "{\"expiresAt\": \"2027-05-01T00:00:00.1234567Z\"}");
        kept("active", "ACTIVATED", "S7", null, "{}");
        kept("over", "CANCELLED", "S8", "2027-03-02T10:00:00Z", "{\"expiresAt\": \"2027-05-01T00:00:00Z\"}");

        migrated("latest");

        assertThat(due("ACTIVATE")).containsExactly("held 2027-03-01", "shell-there 2027-03-02");
        assertThat(due("LOOK").stream().filter(row -> !row.startsWith("waits-there")))
                .containsExactly("dated-there 2027-04-01", "expires 2027-05-01", "planned-end 2027-02-01");
        assertThat(due("LOOK")).anyMatch(row -> row.startsWith("waits-there"));
    }

    private void migrated(String version) {
        Flyway.configure().dataSource(database.dataSource()).target(version).load().migrate();
    }

    private void kept(String id, String status, String there, String scheduledAt, String details) {
        jdbc.sql("""
                        insert into subscription (subscription_id, tenant, status, provider, account, provider_subscription_id, offering_id, customer_id,
                          scheduled_at, details, created_at, updated_at)
                        values (:id, 'acme', :status, 'connect', 'acme-connect', :there, 'o', 'c', :at::timestamptz, :details::jsonb, now(), now())""")
                .param("id", id).param("status", status).param("there", there, Types.VARCHAR).param("at", scheduledAt, Types.VARCHAR)
                .param("details", details).update();
    }

    private List<String> due(String kind) {
        return jdbc.sql("select subscription_id || ' ' || (due_at at time zone 'UTC')::date from due_work where kind = :kind order by subscription_id")
                .param("kind", kind).query(String.class).list();
    }
}
