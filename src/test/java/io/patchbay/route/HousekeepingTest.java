package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.Gateway;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class HousekeepingTest {

    @Test
    void keys_that_cannot_be_forgotten_now_are_forgotten_later_and_nobody_is_told_of_a_request(@TempDir Path workspace, CapturedOutput output)
            throws SQLException {
        try (Gateway gateway = Gateway.start(workspace); Connection database = gateway.database().dataSource().getConnection()) {
            database.createStatement().execute("alter table idempotency rename to idempotency_away");

            gateway.application().getBean(Housekeeping.class).purgeIdempotencyKeys();

            assertThat(output).contains("tried again in ten minutes").doesNotContain("the request was refused");
        }
    }

    @Test
    void what_is_old_and_cannot_be_forgotten_now_is_forgotten_later(@TempDir Path workspace, CapturedOutput output) throws SQLException {
        try (Gateway gateway = Gateway.start(workspace); Connection database = gateway.database().dataSource().getConnection()) {
            database.createStatement().execute("alter table operation rename to operation_away; alter table event rename to event_away");
            Housekeeping housekeeping = gateway.application().getBean(Housekeeping.class);

            housekeeping.purgeOperations();
            housekeeping.purgeEvents();

            assertThat(output).contains("Old operations could not be forgotten", "Old events could not be forgotten").doesNotContain("the request was refused");
        }
    }
}
