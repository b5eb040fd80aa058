package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PreviewTurnTest {

    private final ExecutorService thread = new GatewayConfiguration().previewThread();

    @AfterEach
    void stop() {
        thread.shutdownNow();
    }

    @Test
    void a_preview_is_made_on_a_platform_thread_of_its_own() throws InterruptedException {
        CompletableFuture<Thread> on = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> on.complete(new PreviewTurn(thread, Duration.ofMinutes(1)).take(Thread::currentThread).orElseThrow())).join();
        assertThat(on.join().isVirtual()).isFalse();
        assertThat(on.join().getName()).isEqualTo("preview");
    }

    @Test
    void a_second_one_waits_its_turn_and_not_longer_than_is_bearable() {
        PreviewTurn hasty = new PreviewTurn(thread, Duration.ZERO);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<Optional<String>> first = CompletableFuture.supplyAsync(() -> hasty.take(() -> {
            begun.countDown();
            awaited(end);
            return "first";
        }));
        awaited(begun);
        assertThat(hasty.take(() -> "second")).isEmpty();
        end.countDown();
        assertThat(first.join()).contains("first");
        assertThat(hasty.take(() -> "third")).contains("third");
    }

    @Test
    void a_fault_is_the_callers_and_the_next_has_its_turn() {
        PreviewTurn turn = new PreviewTurn(thread, Duration.ofMinutes(1));
        assertThatThrownBy(() -> turn.take(() -> {
            throw new IllegalArgumentException("broken");
        })).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> turn.take(() -> {
            throw new StackOverflowError();
        })).isInstanceOf(IllegalStateException.class);
        assertThat(turn.take(() -> "next")).contains("next");
    }

    @Test
    void whoever_is_stopped_while_waiting_gets_none() {
        Thread.currentThread().interrupt();
        assertThat(new PreviewTurn(thread, Duration.ofMinutes(1)).take(() -> "late")).isEmpty();
        assertThat(Thread.interrupted()).isTrue();
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
