package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.patchbay.testing.Gateway;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.apache.camel.component.quartz.CamelJob;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quartz.JobBuilder;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What has to be woken is woken, whatever became of the node or the connection that had it. */
@ExtendWith(OutputCaptureExtension.class)
class AlarmWatchTest {

    private static final TriggerKey SETTLE_DUE = new TriggerKey("settle-due", "settling");

    @TempDir
    static Path workspace;

    static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(workspace, Map.of("patchbay.alarms.every", "200"));
        await().until(() -> runs() > 0);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static double runs() {
        return gateway.application().getBean(MeterRegistry.class).counter("patchbay.schedule.runs", "name", "settle-due", "result", "done").count();
    }

    private static void execute(String sql) {
        try (Connection connection = gateway.database().dataSource().getConnection()) {
            connection.createStatement().execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isAhead() throws SQLException {
        try (Connection connection = gateway.database().dataSource().getConnection()) {
            ResultSet found = connection.createStatement().executeQuery(
                    "select next_fire_time > extract(epoch from now()) * 1000 from qrtz_triggers where trigger_name = 'settle-due'");
            return found.next() && found.getBoolean(1);
        }
    }

    private static void missed(String state) {
        execute("update qrtz_triggers set trigger_state = '" + state + "', next_fire_time = (extract(epoch from now()) * 1000)::bigint - 10000000"
                + " where trigger_name = 'settle-due'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ACQUIRED", "BLOCKED", "ERROR"})
    void a_wake_up_that_was_taken_and_left_is_taken_by_any_node(String state, CapturedOutput output) {
        double before = runs();

        missed(state);

        await().atMost(Duration.ofSeconds(20)).until(() -> runs() > before && isAhead());
        assertThat(output).contains("The wake-up of settle-due was left by the node that had taken it");
    }

    @Test
    void however_many_wake_ups_were_missed_one_makes_up_for_them() {
        double before = runs();

        missed("WAITING");

        await().atMost(Duration.ofSeconds(20)).until(() -> runs() > before && isAhead());
        assertThat(runs()).isEqualTo(before + 1);
    }

    @Test
    void a_node_that_starts_moves_no_wake_up_and_takes_out_that_of_a_route_that_is_no_more(@TempDir Path elsewhere, CapturedOutput output)
            throws SchedulerException {
        Scheduler scheduler = gateway.application().getBean(Scheduler.class);
        await().until(() -> scheduler.checkExists(SETTLE_DUE));
        Date next = scheduler.getTrigger(SETTLE_DUE).getNextFireTime();
        scheduler.scheduleJob(
                JobBuilder.newJob(CamelJob.class).withIdentity("count-stars", "night")
                        .usingJobData("CamelQuartzCamelContextName", "patchbay").usingJobData("CamelQuartzEndpoint", "quartz:night/count-stars").build(),
                TriggerBuilder.newTrigger().withIdentity("count-stars", "night").startAt(Date.from(Instant.now().plus(Duration.ofHours(1))))
                        .withSchedule(SimpleScheduleBuilder.repeatHourlyForever()).build());

        try (Gateway joined = gateway.second(elsewhere, Map.of())) {
            Scheduler seen = joined.application().getBean(Scheduler.class);
            assertThat(seen.getTrigger(SETTLE_DUE).getNextFireTime()).isEqualTo(next);
            assertThat(seen.checkExists(new TriggerKey("count-stars", "night"))).isFalse();
            assertThat(output).containsOnlyOnce("No route count-stars is left to wake");
        }
    }

    @Test
    void a_wake_up_that_is_missing_is_put_back(CapturedOutput output) throws SchedulerException {
        Scheduler scheduler = gateway.application().getBean(Scheduler.class);

        scheduler.unscheduleJob(SETTLE_DUE);

        await().until(() -> scheduler.checkExists(SETTLE_DUE));
        await().untilAsserted(() -> assertThat(output).contains("The wake-up of settle-due was missing; it has been put back"));
    }
}
