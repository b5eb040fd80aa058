package io.patchbay.ops;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.patchbay.operation.OpenOperations;
import io.patchbay.operation.OperationState;
import io.patchbay.schedule.Jeopardies;
import io.patchbay.schedule.Jeopardy;
import java.util.Arrays;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Metrics beside those of the provider calls: circuit breakers, operations that are not settled yet, and orders in jeopardy. */
@Configuration(proxyBeanMethods = false)
class GatewayMetrics {

    @Bean
    MeterBinder circuitBreakerMetrics(CircuitBreakerRegistry breakers) {
        return TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers);
    }

    /** Settled operations are counted as they end; counting millions of stored ones at every scrape would help nobody. */
    @Bean
    MeterBinder openOperationMetrics(OpenOperations open) {
        return registry -> Arrays.stream(OperationState.values()).filter(state -> !state.isFinal()).forEach(state -> gauge(registry, open, state));
    }

    @Bean
    MeterBinder jeopardyMetrics(Jeopardies jeopardies) {
        return registry -> Arrays.stream(Jeopardy.values()).forEach(state -> Gauge.builder("patchbay.schedule.in.jeopardy", () -> jeopardies.count(state))
                .description("Orders that will miss their window or have missed it by the last forecast, over all nodes")
                .tag("state", state.name())
                .register(registry));
    }

    private static void gauge(MeterRegistry registry, OpenOperations open, OperationState state) {
        Gauge.builder("patchbay.operations.open", () -> open.count(state))
                .description("Operations without an outcome, by state, over all nodes")
                .tag("state", state.name())
                .register(registry);
        Gauge.builder("patchbay.operations.oldest", () -> open.oldest(state))
                .description("Seconds since the oldest operation without an outcome was taken in, by state, over all nodes")
                .tag("state", state.name())
                .register(registry);
    }
}
