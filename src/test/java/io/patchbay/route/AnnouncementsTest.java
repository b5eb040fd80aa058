package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.LossyLine;
import io.patchbay.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What nodes say to each other goes on after the database was away, and so does the clock. */
@ExtendWith(OutputCaptureExtension.class)
class AnnouncementsTest {

    @Test
    void a_database_that_was_away_is_heard_again_and_the_clock_goes_on(@TempDir Path first, @TempDir Path second, CapturedOutput output) {
        Map<String, String> settings = Map.of("patchbay.settling.every", "100", "patchbay.alarms.every", "200");
        try (Gateway one = Gateway.start(first, settings); Gateway two = one.second(second, settings)) {
            await().until(() -> runs(one, "rung") + runs(two, "rung") > 0);

            away(one, true);
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() ->
                    assertThat(output.toString().split("This node does not hear the others any more", -1)).hasSize(3));
            away(one, false);

            await().atMost(Duration.ofSeconds(30)).untilAsserted(() ->
                    assertThat(output.toString().split("This node hears the others again", -1)).hasSize(3));
            double done = runs(one, "done") + runs(two, "done");
            double rung = runs(one, "rung") + runs(two, "rung");
            await().atMost(Duration.ofSeconds(30)).until(() -> runs(one, "done") + runs(two, "done") > done + 10);
            await().atMost(Duration.ofSeconds(30)).until(() -> runs(one, "rung") + runs(two, "rung") > rung);
        }
    }

    @Test
    void a_listener_that_fails_keeps_nobody_from_hearing_the_next() {
        try (HikariDataSource pool = pool(TestDatabase.empty().url())) {
            List<String> heard = new CopyOnWriteArrayList<>();
            Announcements announcements = new Announcements(pool);
            announcements.on("patchbay_test", heard::add);
            announcements.on("patchbay_broken", words -> {
                throw new IllegalStateException();
            });
            announcements.start();

            await().untilAsserted(() -> {
                notify(pool, "patchbay_broken", "this");
                notify(pool, "patchbay_test", "that");
                assertThat(heard).contains("that");
            });
            announcements.stop();
        }
    }

    @Test
    void a_line_that_says_nothing_any_more_is_given_up(CapturedOutput output) {
        try (LossyLine line = LossyLine.to(TestDatabase.empty()); HikariDataSource pool = pool(line.url())) {
            List<String> heard = new CopyOnWriteArrayList<>();
            Announcements announcements = new Announcements(pool, Duration.ofMillis(100), Duration.ofSeconds(1));
            announcements.on("patchbay_test", heard::add);
            announcements.start();
            await().untilAsserted(() -> {
                notify(pool, "patchbay_test", "before");
                assertThat(heard).contains("before");
            });

            line.fallSilent();
            await().untilAsserted(() -> assertThat(output).contains("This node does not hear the others any more"));
            line.mend();
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(output).contains("This node hears the others again"));
            announcements.stop();
        }
    }

    /** Of one connection: another one that was being made when the line fell silent would keep the pool from closing for half a minute. */
    private static HikariDataSource pool(String url) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setUsername("postgres");
        pool.setPassword("postgres");
        pool.setMaximumPoolSize(1);
        return pool;
    }

    private static double runs(Gateway node, String result) {
        return node.application().getBean(MeterRegistry.class).counter("patchbay.schedule.runs", "name", "settle-due", "result", result).count();
    }

    private static void notify(DataSource database, String channel, String words) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.createStatement().execute("notify " + channel + ", '" + words + "'");
        }
    }

    private static void away(Gateway gateway, boolean away) {
        String url = gateway.database().url();
        String name = url.substring(url.lastIndexOf('/') + 1);
        try (Connection connection = DriverManager.getConnection(url.replace("/" + name, "/postgres"), "postgres", "postgres")) {
            connection.createStatement().execute("alter database " + name + " allow_connections " + !away);
            connection.createStatement().execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
