package io.patchbay.ops;

import io.patchbay.operation.OpenOperations;
import io.patchbay.operation.OperationState;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** How many operations wait for a person. Never anything but UP: an order in doubt is no reason to refuse the next one. */
@Component("operationsHealthIndicator")
class OperationsHealth implements HealthIndicator {

    private final OpenOperations open;

    OperationsHealth(OpenOperations open) {
        this.open = open;
    }

    @Override
    public Health health() {
        double waiting = open.count(OperationState.NEEDS_ATTENTION);
        return Double.isNaN(waiting) ? Health.up().build() : Health.up().withDetail("needsAttention", (long) waiting).build();
    }
}
