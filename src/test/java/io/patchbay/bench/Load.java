package io.patchbay.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Callers by the dozen. All their connections are served by one thread that parses next to nothing, because it shares the machine with what
 * it measures.
 *
 * @param requests each call gives the next request as it goes over the wire
 * @param expected the status of each answer
 */
record Load(InetSocketAddress address, Supplier<ByteBuffer> requests, int expected) {

    /** Connections that an open loop begins with, and how many it may grow to before requests have to wait for one that is free. */
    private static final int FEW = 16;
    private static final int MOST = 1024;

    /** Each connection sends its next request when it is answered: what the other side can carry, at the latency that comes with it. */
    Taken closed(int connections, Duration time) {
        return run(connections, connections, new Pace.AsAnswered(), time);
    }

    /**
     * Requests leave at a fixed rate whether earlier ones are answered or not. Latency counts from the moment a request was due, so a stall
     * shows in every request it delays and not only in the one that met it.
     */
    Taken open(int perSecond, Duration time) {
        return run(FEW, MOST, new Pace.Fixed(perSecond), time);
    }

    private Taken run(int connections, int most, Pace pace, Duration time) {
        try (LoadRun run = new LoadRun(this, connections, most, pace, time)) {
            return run.taken();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
