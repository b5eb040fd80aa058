package io.patchbay.sandbox;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One provider behind its listener, with its faults and the journal of what arrived. */
final class Simulator implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Simulator.class);
    private static final Runnable AT_ONCE = () -> { };

    private final Provider provider;
    private final Faults faults = new Faults();
    private final Journal journal;
    private final Listener listener;

    Simulator(Provider provider, Clock clock, String bindAddress, int port, Executor executor) {
        this.provider = provider;
        this.journal = new Journal(clock);
        this.listener = new Listener(bindAddress, port, new Door(this, ""), executor);
    }

    Provider provider() {
        return provider;
    }

    Faults faults() {
        return faults;
    }

    Journal journal() {
        return journal;
    }

    int port() {
        return listener.port();
    }

    void open() {
        listener.open();
    }

    /** The answer, or nothing where the connection is to be cut. */
    Optional<Answer> answer(Request request) {
        Optional<Fault> fault = faults.strike(request);
        Journal.Entry entry = journal.open(request, fault.map(Fault::name).orElse(null));
        Optional<Answer> answer = fault.isPresent() ? suffer(fault.get().effect(), request) : done(request, AT_ONCE);
        answer.ifPresent(given -> entry.answered(given.status()));
        return answer;
    }

    private Optional<Answer> suffer(Effect effect, Request request) {
        return switch (effect) {
            case Effect.RefuseConnection _ -> Optional.empty();
            case Effect.DropBefore _ -> Optional.empty();
            case Effect.DropAfter _ -> {
                done(request, AT_ONCE);
                yield Optional.empty();
            }
            case Effect.Delay delay -> done(request, () -> sleep(delay.millis()));
            case Effect.StatusBefore before -> Optional.of(provider.failure(before.status()));
            case Effect.StatusAfter after -> done(request, AT_ONCE).map(_ -> provider.failure(after.status()));
            case Effect.Garbage _ -> done(request, AT_ONCE).map(_ -> Answer.garbage());
            case Effect.Throttle throttle -> Optional.of(provider.throttled(throttle.retryAfter()));
        };
    }

    private Optional<Answer> done(Request request, Runnable pause) {
        try {
            return Optional.of(provider.answer(request, pause));
        } catch (RuntimeException defect) {
            log.error("The {} simulator has a defect in {} {}; it answers 500 and goes on", provider.name(),
                    request.method(), request.path(), defect);
            return Optional.of(provider.failure(500));
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized void replaceFaults(List<Fault> list) {
        faults.replace(list);
        if (faults.refuseConnections()) {
            listener.close();
        } else {
            listener.open();
        }
    }

    void settingsChanged() {
        provider.settingsChanged();
        faults.seed(provider.settings().number("seed"));
    }

    void reset() {
        provider.reset();
        settingsChanged();
        replaceFaults(List.of());
        journal.clear();
    }

    @Override
    public void close() {
        listener.close();
    }
}
