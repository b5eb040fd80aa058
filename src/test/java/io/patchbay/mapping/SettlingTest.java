package io.patchbay.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettlingTest {
    private static final Settling SETTLING = new Settling(Duration.ofSeconds(5), 3, Duration.ofHours(1), Duration.ofMinutes(1), 3,
            Duration.ofSeconds(20), Duration.ofDays(3));
    private static final Retry RETRY = new Retry(2, Duration.ofMillis(200), Duration.ofSeconds(2));

    @Test
    void each_look_that_cannot_tell_makes_the_next_wait_longer_up_to_the_longest() {
        assertThat(IntStream.range(0, 8).mapToObj(SETTLING::wait).map(Duration::toSeconds)).containsExactly(5L, 15L, 45L, 135L, 405L, 1215L, 3600L, 3600L);
    }

    @Test
    void any_number_of_looks_has_a_wait() {
        assertThat(SETTLING.wait(Integer.MAX_VALUE)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void without_growth_the_wait_stays_the_same() {
        Settling steady = new Settling(Duration.ofSeconds(5), 1, Duration.ofHours(1), Duration.ZERO, 1, Duration.ZERO, Duration.ofDays(1));
        assertThat(steady.wait(100)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void a_repeat_waits_twice_as_long_as_the_one_before_up_to_the_longest() {
        assertThat(IntStream.range(0, 5).mapToObj(RETRY::wait).map(Duration::toMillis)).containsExactly(200L, 400L, 800L, 1600L, 2000L);
        assertThat(RETRY.wait(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void the_sheet_says_both(@TempDir Path folder) {
        ProviderSheet sheet = TestUnits.acme(TestUnits.copied(folder)).sheet();
        assertThat(sheet.settling()).isEqualTo(SETTLING);
        assertThat(sheet.retry()).isEqualTo(RETRY);
    }
}
