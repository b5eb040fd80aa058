package io.patchbay.route;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Lets one preview of a node be made at a time, on a thread of its own: it computes for seconds without a pause, and a virtual thread that
 * does so keeps the few carriers from the orders.
 */
@Component
class PreviewTurn {

    private final ExecutorService thread;
    private final Duration patience;
    private final Semaphore turn = new Semaphore(1, true);

    /** @param patience how long a preview waits for others to end */
    PreviewTurn(@Qualifier("previewThread") ExecutorService thread, @Value("${patchbay.preview.patience:30s}") Duration patience) {
        this.thread = thread;
        this.patience = patience;
    }

    /** @return empty if its turn did not come, or if the node is stopping */
    <T> Optional<T> take(Supplier<T> preview) {
        try {
            return turn.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS) ? Optional.of(taken(preview)) : Optional.empty();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private <T> T taken(Supplier<T> preview) throws InterruptedException {
        try {
            return thread.submit(preview::get).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException fault ? fault : new IllegalStateException("A preview could not be made", e.getCause());
        } finally {
            turn.release();
        }
    }
}
