package io.patchbay.breaker;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Has the circuit breakers of this node obey what was ruled. A breaker has the name of its account.
 *
 * <p>What held a breaker open ends in HALF_OPEN: nothing has been sent for so long that nobody knows how the provider does, so a few calls find
 * out before all do. What held it closed ends in CLOSED with fresh numbers, for calls went through all the time.
 */
@Component
public class HeldBreakers {

    private static final Logger log = LoggerFactory.getLogger(HeldBreakers.class);

    private final CircuitBreakerRegistry registry;
    private final Clock clock;
    private final Map<CircuitBreaker, Instant> since = new ConcurrentHashMap<>();
    /** The newest ruling that each breaker has obeyed. */
    private final Map<String, Ruling> obeyed = new HashMap<>();
    private List<Ruling> known = List.of();

    public HeldBreakers(CircuitBreakerRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        registry.getAllCircuitBreakers().forEach(this::watch);
        registry.getEventPublisher().onEntryAdded(added -> watch(added.getAddedEntry()));
        registry.getEventPublisher().onEntryReplaced(replaced -> {
            since.remove(replaced.getOldEntry());
            watch(replaced.getNewEntry());
        });
        registry.getEventPublisher().onEntryRemoved(removed -> since.remove(removed.getRemovedEntry()));
    }

    /** One that was replaced or taken away may still change its state, for what began over it ends over it; that keeps it in no memory. */
    private void watch(CircuitBreaker breaker) {
        since.put(breaker, now());
        breaker.getEventPublisher().onStateTransition(transition -> since.computeIfPresent(breaker, (known, before) -> now()));
    }

    /** @return empty if there is no breaker of this name on this node */
    public Optional<CircuitBreaker> breaker(String account) {
        return registry.find(account);
    }

    /** When it came into its state. */
    public Instant since(CircuitBreaker breaker) {
        return since.getOrDefault(breaker, now());
    }

    /** @param rulings all there are */
    public synchronized void obey(List<Ruling> rulings) {
        known = rulings;
        obey();
    }

    /** Ends what has come to its end, also while the database is away. */
    public synchronized void obey() {
        known.forEach(ruling -> registry.find(ruling.account()).ifPresent(breaker -> obey(breaker, ruling)));
    }

    private void obey(CircuitBreaker breaker, Ruling ruling) {
        Ruling last = obeyed.get(ruling.account());
        if (ruling.isInForce(clock.instant())) {
            hold(breaker, ruling);
        } else if (last != null && last.verdict().forces()) {
            release(breaker, ruling.verdict() == Verdict.RESET ? Verdict.RESET : last.verdict());
            obeyed.put(ruling.account(), ended(ruling));
        } else if (ruling.verdict() == Verdict.RESET && (last == null || last.number() < ruling.number())) {
            release(breaker, Verdict.RESET);
            obeyed.put(ruling.account(), ruling);
        }
    }

    /** So that what ended by this node's clock is not ended twice. */
    private static Ruling ended(Ruling ruling) {
        return ruling.verdict().forces() ? new Ruling(ruling.account(), ruling.number(), Verdict.EXPIRED, ruling.by(), ruling.reason(), ruling.at(), null) : ruling;
    }

    /** Again each time, for a breaker may be new. */
    private void hold(CircuitBreaker breaker, Ruling ruling) {
        obeyed.put(ruling.account(), ruling);
        State wanted = ruling.verdict() == Verdict.FORCED_OPEN ? State.FORCED_OPEN : State.METRICS_ONLY;
        if (breaker.getState() == wanted) {
            return;
        }
        if (wanted == State.FORCED_OPEN) {
            breaker.transitionToForcedOpenState();
            log.warn("Administrator {} holds the circuit breaker of account {} open until {}; nothing is sent there before",
                    ruling.by(), ruling.account(), ruling.until());
        } else {
            breaker.transitionToMetricsOnlyState();
            log.warn("Administrator {} holds the circuit breaker of account {} closed until {}; everything is sent to the provider, whatever fails",
                    ruling.by(), ruling.account(), ruling.until());
        }
    }

    private static void release(CircuitBreaker breaker, Verdict ended) {
        if (ended != Verdict.FORCED_OPEN) {
            closed(breaker);
        } else if (breaker.getState() == State.FORCED_OPEN) {
            breaker.transitionToHalfOpenState();
        }
    }

    /**
     * With fresh numbers. Not by the library's {@code reset()}: that leaves the timer of an earlier opening running, which would make the breaker
     * half-open once more.
     */
    private static void closed(CircuitBreaker breaker) {
        breaker.transitionToClosedState();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
