package io.patchbay.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnstileTest {

    private static final String ACCOUNT = "acme-1";
    private static final int FIFTY = 50;

    private final SteppedClock clock = new SteppedClock();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final RateLimits limits = new RateLimits(new LocalBuckets(clock), clock, meters);

    private Turnstile turnstile(Turnstile.Pause pause) {
        return new Turnstile(limits, meters, clock, Duration.ofSeconds(5), Duration.ofSeconds(20), pause);
    }

    private void used() {
        IntStream.range(0, Shape.of(FIFTY).capacity()).forEach(request -> limits.tryAcquire(ACCOUNT, FIFTY, Lane.INTERACTIVE, 1));
    }

    @Test
    void a_request_that_has_to_wait_a_little_waits_and_leaves() {
        used();
        Instant before = clock.instant();
        assertThat(turnstile(clock::goOn).pass(ACCOUNT, FIFTY, Lane.INTERACTIVE, 2)).isEqualTo(Grant.GRANTED);
        assertThat(Duration.between(before, clock.instant())).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(5));
        assertThat(meters.get("patchbay.limit.waits").tags("account", ACCOUNT, "lane", "INTERACTIVE").counter().count()).isEqualTo(1);
    }

    @Test
    void a_request_that_would_wait_too_long_is_told_so_at_once() {
        used();
        Instant before = clock.instant();
        assertThat(turnstile(clock::goOn).pass(ACCOUNT, FIFTY, Lane.INTERACTIVE, 5))
                .isInstanceOfSatisfying(Grant.Wait.class, wait -> assertThat(wait.time()).isGreaterThan(Duration.ofSeconds(5)));
        assertThat(clock.instant()).isEqualTo(before);
    }

    @Test
    void behind_the_answer_there_is_more_patience() {
        used();
        assertThat(turnstile(clock::goOn).pass(ACCOUNT, FIFTY, Lane.DUE, 5)).isEqualTo(Grant.GRANTED);
    }

    @Test
    void who_is_overtaken_again_and_again_does_not_wait_for_ever() {
        used();
        Instant before = clock.instant();
        Grant grant = turnstile(time -> {
            clock.goOn(time);
            limits.tryAcquire(ACCOUNT, FIFTY, Lane.INTERACTIVE, 1);
        }).pass(ACCOUNT, FIFTY, Lane.INTERACTIVE, 1);
        assertThat(grant).isInstanceOf(Grant.Wait.class);
        assertThat(Duration.between(before, clock.instant())).isLessThanOrEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void a_node_that_stops_lets_nobody_wait() {
        used();
        Grant grant = turnstile(time -> {
            throw new InterruptedException();
        }).pass(ACCOUNT, FIFTY, Lane.INTERACTIVE, 1);
        assertThat(grant).isInstanceOf(Grant.Wait.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void without_a_limit_nobody_waits() {
        assertThat(turnstile(clock::goOn).pass(ACCOUNT, 0, Lane.POLLING, 1_000)).isEqualTo(Grant.GRANTED);
        assertThat(meters.find("patchbay.limit.waits").counter()).isNull();
    }
}
