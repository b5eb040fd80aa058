package io.patchbay.route;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.patchbay.mapping.OutcomeClass;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Counts and times provider calls, and remembers per account when the last one went well. */
@Component
public class CallMetrics {

    private final MeterRegistry meters;
    private final Clock clock;
    private final Map<String, Instant> lastSuccess = new ConcurrentHashMap<>();

    CallMetrics(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
    }

    void called(Order order, Order.Sending sending, OutcomeClass outcome) {
        Timer.builder("patchbay.provider.calls")
                .description("Calls to providers, by what came of them")
                .tags("provider", order.getProvider(), "account", order.getAccount(), "operation", order.getOperation(),
                        "call", sending.send.call().name(), "class", outcome.name())
                .publishPercentileHistogram()
                .register(meters)
                .record(Duration.ofNanos(System.nanoTime() - sending.startedNanos));
        if (outcome == OutcomeClass.SUCCEEDED || outcome == OutcomeClass.REJECTED) {
            lastSuccess.put(order.getAccount(), clock.instant());
        }
    }

    /** @return when the account last gave an answer that settled something, null if it has not since this node started */
    public Instant lastSuccess(String account) {
        return lastSuccess.get(account);
    }
}
