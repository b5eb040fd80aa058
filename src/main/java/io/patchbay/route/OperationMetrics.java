package io.patchbay.route;

import io.micrometer.core.instrument.MeterRegistry;
import io.patchbay.operation.Operation;
import io.patchbay.operation.OperationState;
import io.patchbay.provider.Connection;
import org.springframework.stereotype.Component;

/** Counts operations by how they ended, once that is written down. */
@Component
class OperationMetrics {

    private final MeterRegistry meters;

    OperationMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    /** One that only waits in the queue has not ended. */
    void ended(Operation operation) {
        if (operation.state() == OperationState.QUEUED) {
            return;
        }
        meters.counter("patchbay.operations", "kind", operation.kind().word(), "provider", operation.provider(),
                "state", operation.state().name()).increment();
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
}
