package io.patchbay.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.HdrHistogram.Histogram;

/** One measurement, on the thread that asks for it. */
final class LoadRun implements AutoCloseable {

    private static final long PATIENCE = Duration.ofMinutes(1).toNanos();
    private static final long WAIT_MILLIS = 100;

    private final Load load;
    private final Pace pace;
    private final Duration time;
    private final int most;
    private final Selector selector = Selector.open();
    private final Deque<Caller> idle = new ArrayDeque<>();
    private final Histogram latency = new Histogram(3);
    private final Histogram overhead = new Histogram(3);
    private int callers;
    private long began;
    private long end;
    private long sent;
    private long answered;
    private long inTime;
    private long failed;
    private String failure = "nothing";

    LoadRun(Load load, int connections, int most, Pace pace, Duration time) throws IOException {
        this.load = load;
        this.pace = pace;
        this.time = time;
        this.most = most;
        while (callers < connections) {
            idle.add(another());
        }
    }

    private Caller another() throws IOException {
        callers++;
        return new Caller(load.address(), selector);
    }

    Taken taken() throws IOException {
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        began = System.nanoTime();
        end = began + time.toNanos();
        pace.wake(selector, began);
        while (sendDue() || answered + failed < sent) {
            selector.select(this::answered, WAIT_MILLIS);
            if (System.nanoTime() - end > PATIENCE) {
                failed(Math.max(1, sent - answered - failed), "no answer within " + Duration.ofNanos(PATIENCE));
                break;
            }
        }
        cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
        return new Taken(answered, inTime, time, failed, failure, latency, overhead, Duration.ofNanos(cpu));
    }

    /** @return whether more will be due */
    private boolean sendDue() throws IOException {
        long now = System.nanoTime();
        long due = pace.due(began, sent, now);
        while (due <= now && due < end && isSomebodyFree()) {
            idle.remove().send(load.requests().get(), due);
            sent++;
            now = System.nanoTime();
            due = pace.due(began, sent, now);
        }
        return due < end;
    }

    private boolean isSomebodyFree() throws IOException {
        if (idle.isEmpty() && callers < most) {
            idle.add(another());
        }
        return !idle.isEmpty();
    }

    private void answered(SelectionKey key) {
        Caller caller = (Caller) key.attachment();
        try {
            if (caller.read()) {
                idle.add(caller);
                count(caller, System.nanoTime());
            }
        } catch (IOException broken) {
            failed(1, broken.getMessage());
            idle.add(caller);
        }
    }

    private void count(Caller caller, long now) {
        if (caller.answer.status() != load.expected()) {
            failed(1, caller.answer.text());
            return;
        }
        answered++;
        inTime += now <= end ? 1 : 0;
        latency.recordValue((now - caller.since()) / 1000);
        long own = caller.answer.overhead();
        if (own >= 0) {
            overhead.recordValue(own);
        }
    }

    private void failed(long count, String why) {
        failure = failed == 0 ? why : failure;
        failed += count;
    }

    /** The connections end with the selector's registrations. */
    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            ((Caller) key.attachment()).close();
        }
        selector.close();
    }
}
