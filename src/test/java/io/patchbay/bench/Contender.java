package io.patchbay.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One of those that are compared.
 *
 * @param process the one whose CPU time counts, with all that it has started
 * @param creates its orders, answered 201
 */
record Contender(String name, int port, ProcessHandle process, Creates creates) {

    Load creating() {
        return load(creates, 201);
    }

    Load load(Supplier<ByteBuffer> requests, int expected) {
        return new Load(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), requests, expected);
    }

    /** @param database whose CPU time is told apart */
    Measured measured(Load load, Function<Load, Taken> run, ProcessHandle database) {
        Measured measured = pressed(load, run, database);
        measured.taken().sound(name);
        return measured;
    }

    /** As {@link #measured}, where more may be asked of it than it can carry: what it does not do then counts as failed. */
    Measured pressed(Load load, Function<Load, Taken> run, ProcessHandle database) {
        Duration before = Cpu.of(process);
        Duration stored = Cpu.of(database);
        Taken taken = run.apply(load);
        return new Measured(taken, Cpu.of(process).minus(before), Cpu.of(database).minus(stored));
    }
}
