package io.patchbay.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class HeldBreakersTest {

    private static final Instant NOW = Instant.parse("2026-11-22T06:00:00Z");

    private final Instant[] time = {NOW};
    private final CircuitBreakerRegistry registry = CircuitBreakerRegistry.ofDefaults();
    private final CircuitBreaker breaker = registry.circuitBreaker("acme", CircuitBreakerConfig.custom().slidingWindowSize(4).minimumNumberOfCalls(2)
            .waitDurationInOpenState(Duration.ofMillis(100)).automaticTransitionFromOpenToHalfOpenEnabled(true).build());
    private final HeldBreakers held = new HeldBreakers(registry, new Ticking());

    private final class Ticking extends Clock {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return time[0];
        }
    }

    private static Ruling ruling(long number, Verdict verdict) {
        return new Ruling("acme", number, verdict, "night-shift", "ticket 4711", NOW, verdict.forces() ? NOW.plusSeconds(60) : null);
    }

    private void obey(Ruling... rulings) {
        held.obey(List.of(rulings));
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.onError(1, TimeUnit.MILLISECONDS, new IllegalStateException("provider"));
        }
    }

    @Test
    void a_breaker_that_is_held_open_lets_nothing_through_and_finds_out_when_that_ends() {
        obey(ruling(1, Verdict.FORCED_OPEN));
        assertThat(breaker.tryAcquirePermission()).isFalse();

        time[0] = NOW.plusSeconds(60);
        held.obey();
        assertThat(breaker.getState()).isEqualTo(State.HALF_OPEN);
    }

    @Test
    void a_breaker_that_is_held_closed_counts_failures_and_never_opens() {
        obey(ruling(1, Verdict.FORCED_CLOSED));
        fail(10);
        assertThat(breaker.tryAcquirePermission()).isTrue();
        assertThat(breaker.getMetrics().getNumberOfFailedCalls()).isEqualTo(4);

        obey(ruling(2, Verdict.EXPIRED));
        assertThat(breaker.getState()).isEqualTo(State.CLOSED);
        assertThat(breaker.getMetrics().getNumberOfBufferedCalls()).isZero();
    }

    @Test
    void what_ended_by_this_nodes_clock_is_not_ended_once_more() {
        obey(ruling(1, Verdict.FORCED_OPEN));
        time[0] = NOW.plusSeconds(60);
        held.obey();
        breaker.transitionToClosedState();
        fail(1);

        obey(ruling(1, Verdict.FORCED_OPEN));
        obey(ruling(2, Verdict.EXPIRED));
        assertThat(breaker.getState()).isEqualTo(State.CLOSED);
        assertThat(breaker.getMetrics().getNumberOfBufferedCalls()).isEqualTo(1);
    }

    @Test
    void a_reset_happens_once_and_gives_fresh_numbers() {
        fail(1);
        obey(ruling(3, Verdict.RESET));
        assertThat(breaker.getMetrics().getNumberOfBufferedCalls()).isZero();

        fail(1);
        obey(ruling(3, Verdict.RESET));
        assertThat(breaker.getMetrics().getNumberOfBufferedCalls()).isEqualTo(1);
    }

    @Test
    void a_breaker_that_was_replaced_is_forgotten_whatever_becomes_of_it() {
        registry.replace("acme", CircuitBreaker.of("acme", breaker.getCircuitBreakerConfig()));
        time[0] = NOW.plusSeconds(5);
        breaker.transitionToOpenState();
        time[0] = NOW.plusSeconds(9);

        assertThat(held.since(breaker)).as("not remembered").isEqualTo(NOW.plusSeconds(9));
        assertThat(held.since(registry.find("acme").orElseThrow())).isEqualTo(NOW);
    }

    @Test
    void a_breaker_that_was_taken_away_is_not_remembered_again_by_its_next_state() {
        registry.remove("acme");
        breaker.transitionToOpenState();
        time[0] = NOW.plusSeconds(9);

        assertThat(held.since(breaker)).isEqualTo(NOW.plusSeconds(9));
    }

    /** The library's own reset leaves the timer of the opening running; this one waits for a second opening, which comes after that timer would have fired. */
    @Test
    void a_reset_breaker_does_not_become_half_open_by_its_earlier_opening() {
        CircuitBreaker witness = registry.circuitBreaker("witness", breaker.getCircuitBreakerConfig());
        fail(2);
        assertThat(breaker.getState()).isEqualTo(State.OPEN);
        witness.transitionToOpenState();

        obey(ruling(1, Verdict.RESET));
        Awaitility.await().until(() -> witness.getState() == State.HALF_OPEN);
        assertThat(breaker.getState()).isEqualTo(State.CLOSED);
    }

    @Test
    void a_breaker_that_came_later_is_held_as_well() {
        registry.remove("acme");
        obey(ruling(1, Verdict.FORCED_OPEN));
        CircuitBreaker later = registry.circuitBreaker("acme");
        obey(ruling(1, Verdict.FORCED_OPEN));
        assertThat(later.getState()).isEqualTo(State.FORCED_OPEN);
        assertThat(held.since(later)).isEqualTo(NOW);
    }

    @Test
    void what_is_held_by_nobody_here_is_left_as_it_is() {
        breaker.transitionToForcedOpenState();
        obey(ruling(1, Verdict.EXPIRED));
        assertThat(breaker.getState()).isEqualTo(State.FORCED_OPEN);
    }

    @Test
    void one_ruling_follows_another() {
        obey(ruling(1, Verdict.FORCED_OPEN));
        obey(ruling(2, Verdict.FORCED_CLOSED));
        assertThat(breaker.getState()).isEqualTo(State.METRICS_ONLY);
        obey(ruling(3, Verdict.FORCED_OPEN));
        assertThat(breaker.getState()).isEqualTo(State.FORCED_OPEN);
        obey(ruling(4, Verdict.RESET));
        assertThat(breaker.getState()).isEqualTo(State.CLOSED);
    }
}
