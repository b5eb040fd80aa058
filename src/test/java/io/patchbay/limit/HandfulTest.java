package io.patchbay.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HandfulTest {

    private static final Shape FAST = Shape.of(6000);

    private final SteppedClock clock = new SteppedClock();
    private final Bucket bucket = LocalBuckets.of(FAST, clock);
    private final Handful handful = new Handful(FAST, Lane.INTERACTIVE, bucket, clock, left -> { });

    @Test
    void of_a_high_limit_many_tokens_are_taken_at_once_and_handed_out_one_by_one() {
        IntStream.range(0, FAST.batch()).forEach(request -> assertThat(handful.take(1)).isEqualTo(Grant.GRANTED));
        assertThat(bucket.getAvailableTokens()).isEqualTo(FAST.capacity() - FAST.batch());
        handful.take(1);
        assertThat(bucket.getAvailableTokens()).isEqualTo(FAST.capacity() - 2L * FAST.batch());
    }

    @Test
    void tokens_that_were_kept_too_long_are_not_handed_out() {
        handful.take(1);
        bucket.tryConsumeAsMuchAsPossible();
        clock.goOn(Shape.KEPT.minusMillis(1));
        bucket.tryConsumeAsMuchAsPossible();
        assertThat(handful.take(1)).isEqualTo(Grant.GRANTED);

        clock.goOn(Duration.ofMillis(1));
        bucket.tryConsumeAsMuchAsPossible();
        assertThat(handful.take(1)).isInstanceOf(Grant.Wait.class);
    }

    @Test
    void a_clock_that_was_set_back_keeps_no_tokens_alive() {
        handful.take(1);
        bucket.tryConsumeAsMuchAsPossible();
        clock.goOn(Duration.ofHours(-1));
        assertThat(handful.take(1)).isInstanceOf(Grant.Wait.class);
    }

    @Test
    void the_last_few_tokens_are_given_though_they_are_less_than_a_batch() {
        bucket.tryConsume(FAST.capacity() - 3L);
        assertThat(handful.take(2)).isEqualTo(Grant.GRANTED);
        assertThat(bucket.getAvailableTokens()).isEqualTo(1);
    }

    @Test
    void requests_that_belong_together_are_granted_together_or_not_at_all() {
        bucket.tryConsume(FAST.capacity() - 1L);
        assertThat(handful.take(2)).isInstanceOf(Grant.Wait.class);
        assertThat(bucket.getAvailableTokens()).isEqualTo(1);
    }
}
