package io.patchbay.sandbox;

import java.time.Clock;
import java.util.Optional;

/** What the simulators have in common: a request is let in or refused, waits for its fault, and is then carried out alone. */
abstract class SimulatedProvider implements Provider {

    final Settings settings;
    final RateLimit rate;
    private final String name;
    private final Routes routes = new Routes();
    private final Routes backDoors = new Routes();

    SimulatedProvider(String name, Clock clock, Settings settings) {
        this.name = name;
        this.rate = new RateLimit(clock);
        this.settings = settings;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Settings settings() {
        return settings;
    }

    @Override
    public final Routes routes() {
        return routes;
    }

    @Override
    public final Routes backDoors() {
        return backDoors;
    }

    @Override
    public final Answer answer(Request request, Runnable pause) {
        return refusal(request).orElseGet(() -> admitted(request, pause));
    }

    /** The no of a provider that does not even look at what is asked: wrong key, too many requests. */
    abstract Optional<Answer> refusal(Request request);

    Answer admitted(Request request, Runnable pause) {
        return carriedOut(request, pause);
    }

    final Answer carriedOut(Request request, Runnable pause) {
        pause.run();
        synchronized (this) {
            return routes.answer(request).orElseGet(() -> failure(404));
        }
    }
}
