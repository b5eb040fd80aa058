package io.patchbay.bench;

import io.patchbay.testing.Gateway;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Resellers who order at a steady pace, whether they are answered or not, and wait for their answers. */
final class Callers implements AutoCloseable {

    private static final String ORDER = """
            {"productOfferingId":"mobile-10gb","customerId":"caller","subscriber":{"name":"Ada Byron","email":"ada@example.com"},"activation":{}}""";

    private final Queue<Long> times = new ConcurrentLinkedQueue<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    /** What they saw. @param refused how many were answered with anything but 201 */
    record Seen(int orders, int refused, Timing timing) {
    }

    Callers(int port, String key, int perSecond) {
        pace.scheduleAtFixedRate(() -> callers.execute(() -> order(port, key)), 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
    }

    private void order(int port, String key) {
        long began = System.nanoTime();
        int status = Gateway.raw(port, key, "POST", "/v1/subscriptions", ORDER).status();
        times.add(System.nanoTime() - began);
        if (status != 201) {
            refused.incrementAndGet();
        }
    }

    int answered() {
        return times.size();
    }

    /** They stop, and the last are answered. */
    Seen seen() {
        close();
        return new Seen(times.size(), refused.get(), Timing.of(times));
    }

    @Override
    public void close() {
        pace.shutdownNow();
        callers.close();
    }
}
