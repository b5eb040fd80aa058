package io.patchbay.route;

import io.micrometer.core.instrument.MeterRegistry;
import io.patchbay.operation.Operation;
import org.springframework.stereotype.Component;

/** Counts operations by how they ended, once that is written down. */
@Component
class OperationMetrics {

    private final MeterRegistry meters;

    OperationMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void ended(Operation operation) {
        meters.counter("patchbay.operations", "kind", operation.kind().word(), "provider", operation.provider(),
                "state", operation.state().name()).increment();
    }

    /** What asking about a lost answer found. */
    void found(Order order, String finding) {
        meters.counter("patchbay.operations.probes", "provider", order.getProvider(), "account", order.getAccount(), "finding", finding).increment();
    }

    void unmapped(Order order) {
        meters.counter("patchbay.provider.unmapped", "provider", order.getProvider(), "account", order.getAccount()).increment();
    }
}
