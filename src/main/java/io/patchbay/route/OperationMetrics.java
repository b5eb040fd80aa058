package io.patchbay.route;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.patchbay.operation.Operation;
import io.patchbay.operation.OperationKind;
import io.patchbay.operation.OperationState;
import io.patchbay.provider.Connection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Counts operations by how they ended, once that is written down. */
@Component
class OperationMetrics {

    private final MeterRegistry meters;
    private final Map<Kind, Counter> ended = new ConcurrentHashMap<>();

    OperationMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    /** One that only waits in the queue has not ended. */
    void ended(Operation operation) {
        if (operation.state() == OperationState.QUEUED) {
            return;
        }
        ended.computeIfAbsent(new Kind(operation.kind(), operation.provider(), operation.state()), this::counter).increment();
    }

    private Counter counter(Kind kind) {
        return meters.counter("patchbay.operations", "kind", kind.kind().word(), "provider", kind.provider(), "state", kind.state().name());
    }

    /** What asking about a lost answer found. */
    void found(Order order, String finding) {
        meters.counter("patchbay.operations.probes", "provider", order.getProvider(), "account", order.getAccount(), "finding", finding).increment();
    }

    /** @param action retry, failover or queue, counted for the account that could not take the order */
    void recourse(String action, Connection connection) {
        meters.counter("patchbay.recourse", "action", action, "provider", connection.sheet().name(), "account", connection.account().name()).increment();
    }

    void unmapped(Order order) {
        meters.counter("patchbay.provider.unmapped", "provider", order.getProvider(), "account", order.getAccount()).increment();
    }

    /** What is told apart. Every order ends, and to look for its counter takes longer than to count. */
    private record Kind(OperationKind kind, String provider, OperationState state) {
    }
}
