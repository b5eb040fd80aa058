package io.patchbay.operation;

import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Reads operations. Another tenant's operation does not exist. */
@Component
public class Operations {

    private final OperationRows operations;
    private final AttemptRows attempts;

    Operations(OperationRows operations, AttemptRows attempts) {
        this.operations = operations;
        this.attempts = attempts;
    }

    /** With its attempts. */
    public Optional<Operation> find(String tenant, String operationId) {
        return operations.find(tenant, operationId).map(this::withAttempts);
    }

    /** @return up to one more than {@code limit}, newest first, without attempts */
    public List<Operation> page(String tenant, String state, String subscriptionId, String before, int limit) {
        return operations.page(tenant, state, subscriptionId, before, limit + 1);
    }

    private Operation withAttempts(Operation found) {
        return found.with(found.state(), found.outcome(), found.progress(), found.notices(), attempts.of(found.id()));
    }
}
