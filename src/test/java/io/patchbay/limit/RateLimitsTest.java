package io.patchbay.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.patchbay.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Two nodes that count in one database. */
@ExtendWith(OutputCaptureExtension.class)
class RateLimitsTest {

    private static final int FIFTY = 50;

    private static TestDatabase database;

    private final SteppedClock clock = new SteppedClock();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private RateLimits one;
    private RateLimits two;
    private String account;

    @BeforeAll
    static void database() {
        database = TestDatabase.migrated();
    }

    @BeforeEach
    void nodes(TestInfo test) {
        account = test.getTestMethod().orElseThrow().getName();
        one = node();
        two = node();
    }

    private RateLimits node() {
        return new RateLimits(new SharedBuckets(database.dataSource(), clock), clock, meters);
    }

    private Grant taken(RateLimits node) {
        return node.tryAcquire(account, FIFTY, Lane.INTERACTIVE, 1);
    }

    @Test
    void what_one_node_takes_the_other_has_no_more() {
        IntStream.range(0, 4).forEach(request -> assertThat(taken(one)).isEqualTo(Grant.GRANTED));
        assertThat(two.affordable(account, FIFTY, Lane.INTERACTIVE)).isEqualTo(6);
        assertThat(two.affordable(account, FIFTY, Lane.DUE)).isZero();
        IntStream.range(0, 6).forEach(request -> assertThat(taken(two)).isEqualTo(Grant.GRANTED));
        assertThat(taken(one)).isInstanceOf(Grant.Wait.class);
        assertThat(taken(two)).isInstanceOf(Grant.Wait.class);
    }

    @Test
    void who_waits_as_long_as_it_was_told_gets_through() {
        Shape shape = Shape.of(FIFTY);
        IntStream.range(0, shape.capacity()).forEach(request -> taken(one));

        assertThat(taken(two)).isInstanceOfSatisfying(Grant.Wait.class, wait -> {
            assertThat(wait.time()).isEqualTo(Duration.ofMillis(Math.ceilDiv(Shape.PERIOD.toMillis(), shape.refill())));
            clock.goOn(wait.time());
        });
        assertThat(taken(two)).isEqualTo(Grant.GRANTED);
    }

    @Test
    void a_crowd_on_both_nodes_is_given_no_more_than_there_is() {
        List<Grant> grants;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            grants = IntStream.range(0, 60).mapToObj(n -> CompletableFuture.supplyAsync(() -> taken(n % 2 == 0 ? one : two), threads))
                    .toList().stream().map(CompletableFuture::join).toList();
        }
        assertThat(grants).filteredOn(Grant.GRANTED::equals).hasSize(Shape.of(FIFTY).capacity());
    }

    @Test
    void a_node_that_comes_later_finds_what_was_used() {
        IntStream.range(0, 10).forEach(request -> taken(one));
        assertThat(taken(node())).isInstanceOf(Grant.Wait.class);
    }

    @Test
    void a_changed_limit_holds_at_once_and_what_was_used_stays_used() {
        IntStream.range(0, 5).forEach(request -> taken(one));
        int raised = 600;
        assertThat(two.affordable(account, raised, Lane.INTERACTIVE)).as("half of what may be saved up").isEqualTo(Shape.of(raised).capacity() / 2);
        assertThat(one.affordable(account, FIFTY, Lane.INTERACTIVE)).as("a node that has not heard of it yet").isEqualTo(20);
        assertThat(node().affordable(account, FIFTY, Lane.INTERACTIVE)).as("lowered again").isEqualTo(5);
    }

    @Test
    void accounts_do_not_use_up_each_others_limit() {
        IntStream.range(0, 10).forEach(request -> taken(one));
        assertThat(one.tryAcquire(account + "-other", FIFTY, Lane.POLLING, 1)).isEqualTo(Grant.GRANTED);
    }

    @Test
    void an_account_without_a_limit_asks_no_database() {
        RateLimits unlimited = new RateLimits((name, shape) -> {
            throw new AssertionError("asked for " + name);
        }, clock, meters);
        assertThat(unlimited.tryAcquire(account, 0, Lane.POLLING, 1000)).isEqualTo(Grant.GRANTED);
        assertThat(unlimited.affordable(account, 0, Lane.POLLING)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void without_the_database_requests_leave_uncounted_and_the_operator_is_told_once(CapturedOutput output) {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setUrl("jdbc:postgresql://localhost:1/none");
        RateLimits alone = new RateLimits(new SharedBuckets(nowhere, clock), clock, meters);

        IntStream.range(0, 3).forEach(request -> assertThat(taken(alone)).isEqualTo(Grant.GRANTED));
        assertThat(alone.affordable(account, FIFTY, Lane.POLLING)).isEqualTo(Integer.MAX_VALUE);
        assertThat(output.getOut()).containsOnlyOnce("cannot be counted (PSQLException)");
    }

    @Test
    void how_many_are_left_can_be_watched() {
        IntStream.range(0, 3).forEach(request -> taken(one));
        assertThat(meters.get("patchbay.limit.tokens").tag("account", account).gauge().value()).isEqualTo(7);
    }
}
