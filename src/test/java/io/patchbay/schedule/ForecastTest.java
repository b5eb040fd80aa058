package io.patchbay.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForecastTest {

    private static final Instant MIDNIGHT = Instant.parse("2026-12-01T00:00:00Z");
    private static final Horizon QUARTER = new Horizon(Duration.ofMinutes(15), Duration.ofHours(24));

    private static Instant at(int minutes) {
        return MIDNIGHT.plus(Duration.ofMinutes(minutes));
    }

    private static Slot slot(int due, long orders) {
        return new Slot(at(due), at(due), orders, orders);
    }

    private static Forecast seenAt(int minutes, Pace pace, Slot... slots) {
        return Forecast.of(at(minutes), pace, QUARTER, List.of(slots));
    }

    @Test
    void ten_thousand_at_midnight_finish_when_the_pace_has_worked_them_off() {
        Forecast forecast = seenAt(-60, Pace.of(250), slot(0, 10_000));

        assertThat(forecast.finish()).contains(at(40));
        assertThat(forecast.late(Jeopardy.AT_RISK)).isEqualTo(10_000 - 15 * 250);
        assertThat(forecast.inJeopardy().getFirst().first()).as("the first that is late").isEqualTo(15 * 250 + 1);
        assertThat(forecast.late(Jeopardy.MISSED)).isZero();
        assertThat(forecast.scheduled()).isEqualTo(10_000);
        assertThat(forecast.overdue()).isZero();
    }

    @Test
    void done_at_the_very_end_of_the_window_is_done_on_time() {
        assertThat(seenAt(-1, Pace.of(4), slot(0, 60)).inJeopardy()).isEmpty();
        assertThat(seenAt(-1, Pace.of(4), slot(0, 61)).late(Jeopardy.AT_RISK)).isEqualTo(1);
    }

    @Test
    void nothing_due_is_finished_by_nobody_knows_when() {
        Forecast forecast = seenAt(0, Pace.of(10));

        assertThat(forecast.finish()).isEmpty();
        assertThat(forecast.inJeopardy()).isEmpty();
        assertThat(forecast.lag()).isZero();
    }

    @Test
    void one_queue_makes_later_orders_wait_for_earlier_ones() {
        Forecast forecast = seenAt(0, Pace.of(1), slot(5, 10), slot(0, 20));

        assertThat(forecast.served()).extracting(Served::begins).containsExactly(at(0), at(20));
        assertThat(forecast.finish()).contains(at(30));
        assertThat(forecast.served()).extracting(Served::late).as("until 15 and until 20").containsExactly(5L, 10L);
    }

    @Test
    void the_queue_rests_while_nothing_is_due() {
        Forecast forecast = seenAt(0, Pace.of(1), slot(0, 2), slot(10, 2));

        assertThat(forecast.served()).extracting(Served::ends).containsExactly(at(2), at(12));
    }

    @Test
    void what_is_overdue_is_taken_now_and_judged_by_its_own_moment() {
        Forecast forecast = seenAt(0, Pace.of(1), slot(-20, 3), slot(-14, 3), slot(-5, 3));

        assertThat(forecast.served()).extracting(Served::jeopardy).containsExactly(Jeopardy.MISSED, Jeopardy.AT_RISK, null);
        assertThat(forecast.late(Jeopardy.MISSED)).isEqualTo(3);
        assertThat(forecast.late(Jeopardy.AT_RISK)).isEqualTo(3);
        assertThat(forecast.finish()).contains(at(9));
        assertThat(forecast.overdue()).isEqualTo(9);
        assertThat(forecast.lag()).isEqualTo(Duration.ofMinutes(20));
    }

    @Test
    void an_order_is_missed_only_once_its_window_is_over() {
        assertThat(seenAt(15, Pace.of(1), slot(0, 1)).late(Jeopardy.AT_RISK)).isEqualTo(1);
        assertThat(Forecast.of(at(15).plusMillis(1), Pace.of(1), QUARTER, List.of(slot(0, 1))).late(Jeopardy.MISSED)).isEqualTo(1);
    }

    @Test
    void an_order_that_was_tried_has_its_turn_again_when_it_may_be_taken_up() {
        Slot resting = new Slot(at(3), at(-1), 1, 1);

        assertThat(seenAt(0, Pace.of(1), resting, slot(1, 1)).served()).extracting(turn -> turn.slot().due()).containsExactly(at(1), at(-1));
    }

    @Test
    void while_nothing_is_carried_out_nobody_knows_the_finish_and_what_is_due_within_a_window_is_at_risk() {
        Forecast forecast = seenAt(0, Pace.stopped("its circuit breaker is open"), slot(-16, 1), slot(-15, 2), slot(0, 3), slot(15, 4), slot(16, 5));

        assertThat(forecast.finish()).isEmpty();
        assertThat(forecast.late(Jeopardy.MISSED)).isEqualTo(1);
        assertThat(forecast.late(Jeopardy.AT_RISK)).isEqualTo(2 + 3 + 4);
        assertThat(forecast.overdue()).isEqualTo(1 + 2 + 3);
        assertThat(forecast.scheduled()).isEqualTo(4 + 5);
    }

    @Test
    void the_orders_of_others_take_their_turn_but_are_not_counted_as_ones_own() {
        Forecast forecast = seenAt(-1, Pace.of(1), new Slot(at(0), at(0), 10, 0), new Slot(at(1), at(1), 10, 2), new Slot(at(2), at(2), 10, 0));

        assertThat(forecast.scheduled()).isEqualTo(2);
        assertThat(forecast.finish()).as("of its own last order").contains(at(20));
    }

    @Test
    void a_day_of_seconds_is_played_through() {
        List<Slot> day = IntStream.range(0, 86_400).mapToObj(second -> new Slot(MIDNIGHT.plusSeconds(second), MIDNIGHT.plusSeconds(second), 1, 1)).toList();

        assertThat(Forecast.of(MIDNIGHT, Pace.of(60), QUARTER, day).inJeopardy()).isEmpty();
        assertThat(Forecast.of(MIDNIGHT, Pace.of(30), QUARTER, day).late(Jeopardy.AT_RISK)).as("after a quarter of an hour each falls behind").isBetween(85_400L, 85_600L);
    }

    @Test
    void a_window_and_a_horizon_are_times() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Horizon(Duration.ZERO, Duration.ofHours(1))).withMessageContaining("patchbay.schedule.window");
        assertThatIllegalArgumentException().isThrownBy(() -> new Horizon(Duration.ofHours(1), Duration.ofHours(-1))).withMessageContaining("patchbay.schedule.horizon");
    }
}
