package io.patchbay.route;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.patchbay.mapping.OutcomeClass;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Counts and times provider calls, and remembers per account when the last one went well. */
@Component
public class CallMetrics {

    private final MeterRegistry meters;
    private final Clock clock;
    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();
    private final Map<String, Instant> lastSuccess = new ConcurrentHashMap<>();

    CallMetrics(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
    }

    void called(Order order, Order.Sending sending, OutcomeClass outcome) {
        Kind kind = new Kind(order.getProvider(), order.getAccount(), order.getOperation(), sending.send.call().name(), outcome);
        timers.computeIfAbsent(kind, this::timer).record(System.nanoTime() - sending.startedNanos, TimeUnit.NANOSECONDS);
        if (outcome == OutcomeClass.SUCCEEDED || outcome == OutcomeClass.REJECTED) {
            lastSuccess.put(order.getAccount(), clock.instant());
        }
    }

    private Timer timer(Kind kind) {
        return Timer.builder("patchbay.provider.calls")
                .description("Calls to providers, by what came of them")
                .tags("provider", kind.provider(), "account", kind.account(), "operation", kind.operation(), "call", kind.call(),
                        "class", kind.outcome().name())
                .publishPercentileHistogram()
                .register(meters);
    }

    /** @return when the account last gave an answer that settled something, null if it has not since this node started */
    public Instant lastSuccess(String account) {
        return lastSuccess.get(account);
    }

    /** What is told apart. */
    private record Kind(String provider, String account, String operation, String call, OutcomeClass outcome) {
    }
}
