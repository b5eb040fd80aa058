package io.patchbay.killmatrix;

import io.patchbay.killmatrix.Trap.Onward;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Carries requests to the simulators and spoils those that the plan says: exactly these and no other, although the simulators' faults
 * are aimed at a path. While one is aimed, other requests to that provider wait.
 */
final class Spoiling {

    private static final Duration STRIKING = Duration.ofSeconds(2);
    /** Within the time for which the gateway is told to expect late arrivals. */
    private static final Duration LATE = Duration.ofMillis(900);

    private final Map<Provider, ReadWriteLock> aiming = new EnumMap<>(Provider.class);
    private final Map<String, Effect> planned = new ConcurrentHashMap<>();
    private final Tally<Cell> cells;
    private final Simulators simulators;
    private final Upstream upstream;
    private final Executor executor;

    Spoiling(Simulators simulators, Tally<Cell> cells, Executor executor) {
        this.simulators = simulators;
        this.upstream = new Upstream(simulators);
        this.cells = cells;
        this.executor = executor;
        for (Provider provider : Provider.values()) {
            aiming.put(provider, new ReentrantReadWriteLock(true));
        }
    }

    void plan(Story story, Step step) {
        if (step.fault() != null) {
            planned.put(key(story, step.act()), step.fault());
        }
    }

    boolean isPlanned(Story story, Act act) {
        return planned.containsKey(key(story, act));
    }

    private static String key(Story story, Act act) {
        return story.number() + " " + act;
    }

    /** @return empty if the gateway gets no answer */
    Optional<Back> carry(Passage passage, Optional<Story> story, Optional<Act> act) {
        Effect effect = story.isPresent() && act.isPresent() ? planned.remove(key(story.get(), act.get())) : null;
        if (effect == null) {
            return plainly(passage);
        }
        cells.add(new Cell(effect, passage.provider(), act.get()));
        return effect == Effect.LATE_ARRIVAL ? late(passage) : spoilt(passage, effect);
    }

    private Optional<Back> plainly(Passage passage) {
        if (passage.asks()) {
            return upstream.carry(passage);
        }
        aiming.get(passage.provider()).readLock().lock();
        try {
            return upstream.carry(passage);
        } finally {
            aiming.get(passage.provider()).readLock().unlock();
        }
    }

    /** The gateway loses the connection now; the provider gets the request a little later. */
    private Optional<Back> late(Passage passage) {
        executor.execute(() -> {
            Pause.of(LATE);
            plainly(passage);
        });
        return Optional.empty();
    }

    private Optional<Back> spoilt(Passage passage, Effect effect) {
        Provider provider = passage.provider();
        CompletableFuture<Optional<Back>> answer = new CompletableFuture<>();
        aiming.get(provider).writeLock().lock();
        try {
            simulators.fault(provider, passage.method() + " " + passage.path(), effect);
            executor.execute(() -> answer.complete(upstream.carry(passage)));
            Pause.until(STRIKING, () -> answer.isDone() || simulators.hasStruck(provider));
            simulators.noFault(provider);
        } finally {
            aiming.get(provider).writeLock().unlock();
        }
        return answer.join();
    }

    /** Carries a request that a trap has let go. */
    Optional<Back> carry(Passage passage, Onward onward) {
        return switch (onward) {
            case FORWARD -> plainly(passage);
            case LATE -> late(passage);
            case DROP -> Optional.empty();
        };
    }

    /** Nothing gets through to this provider while this runs. */
    void refusing(Provider provider, Runnable meanwhile) {
        aiming.get(provider).writeLock().lock();
        try {
            simulators.fault(provider, "*", Effect.REFUSE_CONNECTION);
            meanwhile.run();
            simulators.noFault(provider);
        } finally {
            aiming.get(provider).writeLock().unlock();
        }
    }
}
