package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchbay.schedule.Run;
import io.patchbay.schedule.WakeUpRecords;
import io.patchbay.testing.Gateway;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class HousekeepingTest {

    @TempDir
    static Path workspace;

    static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(workspace);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({"purge-idempotency-keys,idempotency", "purge-operations,operation", "purge-events,event"})
    void what_cannot_be_forgotten_now_is_forgotten_later_and_nobody_is_told_of_a_request(String name, String table, CapturedOutput output)
            throws SQLException, SchedulerException {
        execute("alter table " + table + " rename to away");
        wake(name);

        await().untilAsserted(() -> assertThat(gateway.get(Gateway.ADMIN, "/admin/v1/schedules/" + name).text("/lastRun/fault")).endsWith("Exception"));
        assertThat(output).contains("What " + name + " was woken for could not be done").doesNotContain("the request was refused");

        execute("alter table away rename to " + table);
        wake(name);

        await().untilAsserted(() -> assertThat(last(name).fault()).isNull());
        assertThat(last(name).found()).isZero();
    }

    private static void wake(String name) throws SchedulerException {
        gateway.application().getBean(Scheduler.class).triggerJob(new JobKey(name, "housekeeping"));
    }

    private static Run last(String name) {
        return gateway.application().getBean(WakeUpRecords.class).of(name).last().orElseThrow();
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = gateway.database().dataSource().getConnection()) {
            connection.createStatement().execute(sql);
        }
    }
}
