package io.patchbay.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.patchbay.testing.Gateway;
import io.patchbay.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(OutputCaptureExtension.class)
class ClockHealthTest {

    private final Wrong clock = new Wrong();
    private final ClockHealth health = new ClockHealth(JdbcClient.create(TestDatabase.empty().dataSource()), clock);

    private static int times(CapturedOutput output, String line) {
        return output.toString().split(line, -1).length - 1;
    }

    private double ahead() {
        return (double) health.health().getDetails().get("aheadSeconds");
    }

    @Test
    void clocks_that_part_are_told_once_and_once_more_when_they_agree_again(CapturedOutput output) {
        health.look();
        assertThat(ahead()).isCloseTo(0, within(1.0));
        assertThat(output).doesNotContain("The clock of this node");

        clock.wrong = Duration.ofSeconds(60);
        health.look();
        health.look();
        assertThat(ahead()).isCloseTo(60, within(1.0));
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        assertThat(times(output, "The clock of this node is .* s ahead of the database's")).isOne();

        clock.wrong = Duration.ZERO;
        health.look();
        health.look();
        assertThat(times(output, "The clock of this node agrees with the database's again")).isOne();
    }

    @Test
    void a_clock_may_be_behind_too(CapturedOutput output) {
        clock.wrong = Duration.ofSeconds(-60);
        health.look();

        assertThat(ahead()).isCloseTo(-60, within(1.0));
        assertThat(times(output, "The clock of this node is .* s behind the database's; what is due is carried out too late")).isOne();
    }

    @Test
    void a_database_that_is_away_has_no_clock(CapturedOutput output) {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setPortNumbers(new int[] {1});
        ClockHealth unknown = new ClockHealth(JdbcClient.create(nowhere), clock);
        unknown.look();

        assertThat(unknown.health().getDetails()).isEmpty();
        assertThat(output).doesNotContain("The clock of this node");
    }

    @Test
    void every_node_looks_by_itself(@TempDir Path workspace) {
        try (Gateway gateway = Gateway.start(workspace, Map.of("patchbay.clock.every", "100"))) {
            gateway.pass(Duration.ofMinutes(10));

            await().untilAsserted(() -> assertThat(Gateway.raw(gateway.managementPort(), null, "GET", "/actuator/health/clock", null).json()
                    .at("/details/aheadSeconds").asDouble()).isCloseTo(600, within(5.0)));
        }
    }

    private static final class Wrong extends Clock {

        private Duration wrong = Duration.ZERO;

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(wrong);
        }

        @Override
        public ZoneId getZone() {
            return ZoneId.of("Z");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
