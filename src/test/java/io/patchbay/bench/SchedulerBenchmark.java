package io.patchbay.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchbay.testing.DocumentPage;
import io.patchbay.bench.SchedulerReport.Measured;
import io.patchbay.testing.DemoConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What scheduled activations cost, and that it follows what is due and not what is stored. A run with the usual numbers writes its section of
 * docs/benchmarks.md. {@code -Dscheduler.pending=100000} makes it a short one, {@code -Dscheduler.recording=…} leaves flight recordings.
 */
class SchedulerBenchmark {

    private static final Path WORKSPACE = Path.of("target/bench").toAbsolutePath();
    private static final int USUAL = 1_000_000;
    private static final int MANY = Integer.getInteger("scheduler.pending", USUAL);
    private static final int FEW = MANY / 10;
    private static final int DUE = MANY / 100;
    private static final int CALLS_PER_SECOND = 50;
    private static final String KEY = "pb_test_acme_demo";
    private static final String SCHEDULED = """
            {"productOfferingId":"mobile-10gb","customerId":"first","subscriber":{"name":"Ada Byron","email":"ada@example.com"},"activation":{"at":"%s"}}""";
    private static final Duration DRAINING = Duration.ofMinutes(3);
    private static final Duration QUIET = Duration.ofSeconds(10);

    private final String recording = System.getProperty("scheduler.recording", "");
    private FastProvider provider;
    private Server server;
    private Node node;
    private Orders orders;

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void the_cost_of_a_burst_follows_what_is_due_and_not_what_is_stored() {
        try (FastProvider fast = new FastProvider(); Server database = new Server(WORKSPACE.resolve("postgres"))) {
            provider = fast;
            server = database;
            Path configuration = DemoConfiguration.at(WORKSPACE, name -> fast.address());
            try (Node first = new Node("bench-1", database, configuration, recording)) {
                SchedulerReport report = report(first, configuration);
                System.out.println(report.section());
                assertThat(fast.repeated()).as("orders that were sent more than once").isZero();
                assertThat(first.output()).doesNotContain(" ERROR ");
                if (MANY == USUAL) {
                    DocumentPage.BENCHMARKS.write("scheduler", report.section());
                }
            }
        }
    }

    private SchedulerReport report(Node first, Path configuration) {
        node = first;
        Instant later = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(400));
        orders = new Orders(server.jdbc(), first.order(KEY, SCHEDULED.formatted(later)));
        burst("warm-up");
        orders.pending(FEW - DUE);
        Measured few = measured("few", FEW);
        orders.pending(MANY - FEW);
        Measured many = measured("many", MANY);
        try (Node second = new Node("bench-2", server, configuration, recording)) {
            burst("second warm-up");
            Lag both = burst("both");
            return new SchedulerReport(server.description(), DUE, CALLS_PER_SECOND, many, few, both);
        }
    }

    private Measured measured(String name, int pending) {
        server.tidy();
        Polls.Cost cost = new Polls(server, orders).measured(DUE);
        Lag alone = burst(name + " alone");
        Callers.Seen quiet = calling(() -> await().pollDelay(QUIET).atMost(QUIET.multipliedBy(2)).until(() -> true));
        Lag[] busy = new Lag[1];
        Callers.Seen meanwhile = calling(() -> busy[0] = burst(name + " busy"));
        return new Measured(pending, cost, alone, busy[0], quiet, meanwhile);
    }

    private Callers.Seen calling(Runnable meanwhile) {
        try (Callers callers = new Callers(node.port, KEY, CALLS_PER_SECOND)) {
            meanwhile.run();
            Callers.Seen seen = callers.seen();
            assertThat(seen.refused()).as("callers who were not served").isZero();
            return seen;
        }
    }

    /** All of them due at the same second, a little ahead, so that they stand there before it begins. */
    private Lag burst(String name) {
        server.tidy();
        int made = provider.made();
        Instant due = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(5);
        orders.dueAt(due, name, DUE);
        assertThat(Instant.now()).as("the orders stood there in time").isBefore(due);
        System.out.printf("%s: %d orders are due at %s, %d are pending%n", name, DUE, due, orders.pending());
        await().atMost(DRAINING).until(() -> provider.made() >= made + DUE);
        await().atMost(DRAINING).pollInterval(Duration.ofMillis(500)).until(() -> orders.carriedOut(name) == DUE);
        Lag lag = orders.lag(name, due);
        System.out.printf("%s: %s, %d a second%n", name, lag, lag.perSecond());
        assertThat(lag.orders()).isEqualTo(DUE);
        return lag;
    }
}
