package io.patchbay.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.seal.SealedFields;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Reads operations. Another tenant's operation does not exist. */
@Component
public class Operations {

    private final OperationRows operations;
    private final AttemptRows attempts;
    private final SealedFields secrets;

    Operations(OperationRows operations, AttemptRows attempts, SealedFields secrets) {
        this.operations = operations;
        this.attempts = attempts;
        this.secrets = secrets;
    }

    /** With its attempts. */
    public Optional<Operation> find(String tenant, String operationId) {
        return operations.find(tenant, operationId).map(this::withAttempts);
    }

    /** With its attempts, whoever's it is: for operators. */
    public Optional<Operation> findAny(String operationId) {
        return operations.find(operationId).map(this::withAttempts);
    }

    /** @return up to one more than asked for, newest first, without attempts */
    public List<Operation> page(OperationFilter filter) {
        return operations.page(filter);
    }

    /**
     * The canonical request as it came, to go on with an operation that is open.
     *
     * @throws IllegalStateException if it was sealed with another key
     */
    public ObjectNode command(Operation found) {
        return secrets.opened(found.command());
    }

    /**
     * What the mappings of its provider saw when it began.
     *
     * @throws IllegalStateException if it was sealed with another key
     */
    public ObjectNode context(Operation found) {
        ObjectNode open = found.context().deepCopy();
        if (open.get("command") instanceof ObjectNode command) {
            open.set("command", secrets.opened(command));
        }
        return open;
    }

    /**
     * The exact request of an attempt, to send it again.
     *
     * @return empty once the outcome is final, and for a call that changes nothing
     * @throws IllegalStateException if it was sealed with another key
     */
    public Optional<byte[]> request(String operationId, int attempt) {
        return attempts.request(operationId, attempt);
    }

    private Operation withAttempts(Operation found) {
        return found.with(found.state(), found.outcome(), found.progress(), found.notices(), attempts.of(found.id()));
    }
}
