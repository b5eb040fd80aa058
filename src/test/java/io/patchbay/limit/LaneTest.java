package io.patchbay.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LaneTest {

    private static final Shape FIFTY = Shape.of(50);

    private final SteppedClock clock = new SteppedClock();
    private final Map<Lane, Handful> lanes = new EnumMap<>(Lane.class);

    @BeforeEach
    void full() {
        Bucket bucket = LocalBuckets.of(FIFTY, clock);
        for (Lane lane : Lane.values()) {
            lanes.put(lane, new Handful(FIFTY, lane, bucket, clock, left -> { }));
        }
    }

    private int drained(Lane lane) {
        int taken = 0;
        while (lanes.get(lane).take(1) instanceof Grant.Granted) {
            taken++;
        }
        return taken;
    }

    @ParameterizedTest
    @EnumSource(value = Lane.class, names = "INTERACTIVE", mode = EnumSource.Mode.EXCLUDE)
    void a_lower_lane_leaves_its_reserve_to_callers(Lane lane) {
        assertThat(drained(lane)).isPositive();
        assertThat(drained(Lane.INTERACTIVE)).isEqualTo(FIFTY.reserve(lane, 1));
    }

    @Test
    void the_lanes_end_one_after_the_other() {
        assertThat(drained(Lane.POLLING)).isEqualTo(2);
        assertThat(drained(Lane.QUEUED)).isEqualTo(1);
        assertThat(drained(Lane.DUE)).isEqualTo(1);
        assertThat(drained(Lane.INTERACTIVE)).isEqualTo(6);
    }

    @Test
    void callers_who_use_the_whole_limit_are_not_held_up_by_what_is_due() {
        drained(Lane.INTERACTIVE);
        int callers = 0;
        for (int second = 0; second < 300; second++) {
            clock.goOn(Duration.ofSeconds(1));
            assertThat(drained(Lane.DUE)).isZero();
            callers += drained(Lane.INTERACTIVE);
        }
        assertThat(callers).isEqualTo(300 * FIFTY.refill() / 62);
    }

    @Test
    void what_is_due_goes_on_as_soon_as_callers_are_served() {
        drained(Lane.INTERACTIVE);
        assertThat(lanes.get(Lane.DUE).take(1)).isInstanceOfSatisfying(Grant.Wait.class, wait -> {
            clock.goOn(wait.time().minusMillis(1));
            assertThat(drained(Lane.DUE)).isZero();
            clock.goOn(Duration.ofMillis(1));
            assertThat(drained(Lane.DUE)).isEqualTo(1);
        });
    }
}
