package io.patchbay.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

class ConvoyTest {

    private final List<List<Integer>> groups = new CopyOnWriteArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private Predicate<List<Integer>> writing = group -> true;
    private final Convoy<Integer> convoy = new Convoy<>(4, group -> {
        groups.add(group);
        if (group.contains(0)) {
            CompletableFuture.runAsync(this::opened).join();
        }
        return writing.test(group);
    });

    private void opened() {
        try {
            gate.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Number 0 is being written while the others come. */
    private List<CompletableFuture<Boolean>> together(int last) {
        List<CompletableFuture<Boolean>> all = new ArrayList<>(List.of(coming(0)));
        await().until(() -> !groups.isEmpty());
        IntStream.rangeClosed(1, last).forEach(number -> {
            all.add(coming(number));
            await().until(() -> threads.getLast().getState() == Thread.State.WAITING);
        });
        gate.countDown();
        return all;
    }

    private CompletableFuture<Boolean> coming(int number) {
        CompletableFuture<Boolean> outcome = new CompletableFuture<>();
        threads.add(Thread.ofPlatform().start(() -> {
            try {
                outcome.complete(convoy.carries(number));
            } catch (Throwable thrown) {
                outcome.completeExceptionally(thrown);
            }
        }));
        return outcome;
    }

    @Test
    void who_comes_alone_is_written_at_once() {
        gate.countDown();
        assertThat(convoy.carries(0)).isTrue();
        assertThat(convoy.carries(1)).isTrue();
        assertThat(groups).containsExactly(List.of(0), List.of(1));
    }

    @Test
    void who_comes_while_a_group_is_written_goes_with_the_next_one_in_the_order_of_coming() {
        assertThat(together(6)).allSatisfy(outcome -> assertThat(outcome.join()).isTrue());
        assertThat(groups).containsExactly(List.of(0), List.of(1, 2, 3, 4), List.of(5, 6));
    }

    @Test
    void what_cannot_be_written_together_is_for_each_to_try_and_the_next_group_is_written() {
        writing = group -> !group.contains(2);
        List<CompletableFuture<Boolean>> all = together(5);
        assertThat(all.stream().map(CompletableFuture::join)).containsExactly(true, false, false, false, false, true);
        assertThat(convoy.carries(7)).isTrue();
    }

    @Test
    void a_commit_in_doubt_is_in_doubt_for_everyone_in_it_and_for_nobody_else() {
        writing = group -> {
            if (group.contains(2)) {
                throw new TransactionSystemException("lost");
            }
            return true;
        };
        List<CompletableFuture<Boolean>> all = together(5);
        assertThat(all.get(0).join()).isTrue();
        all.subList(1, 5).forEach(outcome -> assertThatThrownBy(outcome::join).hasCauseInstanceOf(TransactionSystemException.class));
        assertThat(all.get(5).join()).isTrue();
    }

    @Test
    void without_a_database_nobody_waits_for_the_next_group_to_find_out() {
        writing = group -> {
            throw new CannotCreateTransactionException("away");
        };
        assertThat(together(6)).allSatisfy(outcome -> assertThatThrownBy(outcome::join).hasCauseInstanceOf(CannotCreateTransactionException.class));
        assertThat(groups).containsExactly(List.of(0));
        writing = group -> true;
        assertThat(convoy.carries(7)).isTrue();
    }

    @Test
    void what_needs_no_transaction_does_not_wait_for_the_next_group_either() {
        writing = group -> {
            throw new CannotGetJdbcConnectionException("away");
        };
        assertThat(together(6)).allSatisfy(outcome -> assertThatThrownBy(outcome::join).hasCauseInstanceOf(CannotGetJdbcConnectionException.class));
        assertThat(groups).containsExactly(List.of(0));
    }

    @Test
    void an_error_leaves_nobody_waiting() {
        writing = group -> {
            if (group.contains(1)) {
                throw new StackOverflowError();
            }
            return true;
        };
        List<CompletableFuture<Boolean>> all = together(2);
        assertThatThrownBy(all.get(1)::join).isInstanceOf(CompletionException.class).hasCauseInstanceOf(StackOverflowError.class);
        assertThatThrownBy(all.get(2)::join).hasCauseInstanceOf(TransactionSystemException.class);
        assertThat(convoy.carries(7)).isTrue();
    }
}
