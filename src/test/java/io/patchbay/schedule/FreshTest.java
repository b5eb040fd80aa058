package io.patchbay.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

class FreshTest {

    private static final Instant NOW = Instant.parse("2027-03-01T08:00:00Z");

    private final Clock clock = Mockito.mock(Clock.class, call -> NOW);
    private final AtomicInteger asked = new AtomicInteger();

    private void passed(Duration time) {
        Mockito.doReturn(NOW.plus(time)).when(clock).instant();
    }

    @Test
    void what_was_found_is_good_enough_for_a_while() {
        Fresh<Integer> fresh = new Fresh<>(Fresh.SECONDS, clock, asked::incrementAndGet);

        assertThat(fresh.get()).isOne();
        passed(Fresh.SECONDS.minusMillis(1));
        assertThat(fresh.get()).isOne();
        passed(Fresh.SECONDS);
        assertThat(fresh.get()).isEqualTo(2);
    }

    @Test
    void what_is_kept_for_no_time_is_found_out_by_everybody() {
        Fresh<Integer> fresh = new Fresh<>(Duration.ZERO, Clock.fixed(NOW, ZoneOffset.UTC), asked::incrementAndGet);

        assertThat(List.of(fresh.get(), fresh.get())).containsExactly(1, 2);
    }

    @Test
    void what_fails_is_not_kept() {
        Supplier<Integer> broken = () -> {
            if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("away");
            }
            return asked.get();
        };
        Fresh<Integer> fresh = new Fresh<>(Fresh.SECONDS, clock, broken);

        assertThatIllegalStateException().isThrownBy(fresh::get);
        assertThat(fresh.get()).isEqualTo(2);
    }

    @Test
    void one_finds_out_and_the_others_wait_for_it() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Fresh<Integer> fresh = new Fresh<>(Fresh.SECONDS, clock, () -> slowly(begun, go));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> ask = fresh::get;
            Future<Integer> first = threads.submit(ask);
            begun.await();
            Future<Integer> second = threads.submit(ask);
            go.countDown();

            assertThat(first.get()).isOne();
            assertThat(second.get()).isOne();
        }
    }

    private int slowly(CountDownLatch begun, CountDownLatch go) {
        begun.countDown();
        try {
            go.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return asked.incrementAndGet();
    }
}
