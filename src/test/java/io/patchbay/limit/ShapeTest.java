package io.patchbay.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plays hours of traffic of several nodes in a moment. */
class ShapeTest {

    private static final Duration WINDOW = Duration.ofSeconds(60);
    private static final int NODES = 3;

    private final SteppedClock clock = new SteppedClock();

    private List<Handful> nodes(Shape shape, Lane lane) {
        Bucket bucket = LocalBuckets.of(shape, clock);
        return IntStream.range(0, NODES).mapToObj(node -> new Handful(shape, lane, bucket, clock, left -> { })).toList();
    }

    /** Everything a node is given at this moment, one by one. */
    private void takeAll(Handful node, int requests, List<Instant> left) {
        while (node.take(requests) instanceof Grant.Granted) {
            IntStream.range(0, requests).forEach(request -> left.add(clock.instant()));
        }
    }

    private static int busiest(List<Instant> left) {
        Deque<Instant> window = new ArrayDeque<>();
        int most = 0;
        for (Instant request : left) {
            window.addLast(request);
            while (!window.getFirst().isAfter(request.minus(WINDOW))) {
                window.removeFirst();
            }
            most = Math.max(most, window.size());
        }
        return most;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 10, 50, 60, 99, 600, 6000})
    void no_sixty_seconds_hold_more_requests_than_the_limit_however_hard_the_nodes_try(int perMinute) {
        List<Handful> nodes = nodes(Shape.of(perMinute), Lane.INTERACTIVE);
        List<Instant> left = new ArrayList<>();
        for (int step = 0; step < 5_000; step++) {
            nodes.forEach(node -> takeAll(node, 1, left));
            clock.goOn(Duration.ofMillis(83));
        }
        assertThat(busiest(left)).isLessThanOrEqualTo(perMinute);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 10, 50, 60, 600, 6000})
    void nor_when_they_come_in_bursts_after_a_rest(int perMinute) {
        List<Handful> nodes = nodes(Shape.of(perMinute), Lane.INTERACTIVE);
        Random random = new Random(perMinute);
        List<Instant> left = new ArrayList<>();
        for (int burst = 0; burst < 400; burst++) {
            Handful node = nodes.get(random.nextInt(NODES));
            takeAll(node, 1 + random.nextInt(Math.min(2, perMinute)), left);
            clock.goOn(Duration.ofMillis(random.nextInt(burst % 3 == 0 ? 70_000 : 1_500)));
        }
        assertThat(busiest(left)).isLessThanOrEqualTo(perMinute);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 9, 10, 50, 60, 99, 600, 6000})
    void what_was_saved_up_and_what_comes_in_stay_within_the_limit(int perMinute) {
        Shape shape = Shape.of(perMinute);
        assertThat(shape.capacity()).isPositive();
        assertThat(shape.refill()).isPositive();
        assertThat(shape.capacity() + shape.refill() - 1).isEqualTo(perMinute);
        assertThat(shape.batch()).isBetween(1, shape.capacity());
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 10, 50, 600, 6000})
    void work_that_waits_drains_at_three_quarters_of_the_limit_or_more(int perMinute) {
        Handful node = nodes(Shape.of(perMinute), Lane.DUE).getFirst();
        List<Instant> left = new ArrayList<>();
        int minutes = 30;
        for (int step = 0; step < minutes * 600; step++) {
            takeAll(node, 1, left);
            clock.goOn(Duration.ofMillis(100));
        }
        assertThat(left).hasSizeGreaterThanOrEqualTo(minutes * perMinute * 3 / 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 50, 600})
    void every_lane_gets_through_a_request_and_its_token_call_when_nobody_else_wants_to(int perMinute) {
        Shape shape = Shape.of(perMinute);
        for (Lane lane : Lane.values()) {
            assertThat(nodes(shape, lane).getFirst().take(2)).as(lane.name()).isEqualTo(Grant.GRANTED);
        }
    }
}
