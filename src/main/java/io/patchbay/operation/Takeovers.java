package io.patchbay.operation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.schedule.Backlog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes operations over from whoever had them: a node that died or waits for too long, or nobody. Whoever had one before can no
 * longer write to it, see {@link Operation#fence}. Leases are measured by the database's clock.
 */
@Component
public class Takeovers {

    /** Who reads an operation again and again does not make its provider be asked as often. */
    private static final Duration BETWEEN_READS = Duration.ofSeconds(1);

    private final DueOperations operations;
    private final AttemptRows attempts;
    private final Events events;
    private final TransactionTemplate transactions;
    private final Duration lease;

    Takeovers(DueOperations operations, AttemptRows attempts, Events events, TransactionTemplate transactions,
            @Value("${patchbay.operation.lease:2m}") Duration lease) {
        this.operations = operations;
        this.attempts = attempts;
        this.events = events;
        this.transactions = transactions;
        this.lease = lease;
    }

    /** Names of the accounts with operations that are due. */
    public List<String> accountsDue() {
        return operations.accountsDue();
    }

    /** Operations that are due and that no node has taken yet. */
    public Backlog backlog() {
        return operations.backlog();
    }

    /** @return at most so many of what is due of the account, the longest waiting first */
    public List<Taken> due(String account, int most) {
        return taken(() -> operations.takeDue(account, most, lease, abandoned()));
    }

    /** @return an UNKNOWN operation that nobody is asking about, or whose node is gone; empty if it is none or was asked about just now */
    public Optional<Taken> doubtful(String operationId) {
        return taken(operationId, BETWEEN_READS, List.of(OperationState.SENDING, OperationState.UNKNOWN));
    }

    /** @return an operation that is open and that no node works on, for a person to settle */
    public Optional<Taken> waiting(String operationId) {
        return taken(operationId, Duration.ZERO, List.of(OperationState.RECEIVED, OperationState.QUEUED, OperationState.SENDING,
                OperationState.UNKNOWN, OperationState.NEEDS_ATTENTION));
    }

    /**
     * Gives an operation back that was taken over and could not be ended.
     *
     * @param wait until it is taken up again by itself
     */
    public void giveBack(Taken taken, Duration wait) {
        operations.giveBack(taken.operation(), wait);
    }

    private Optional<Taken> taken(String operationId, Duration rested, List<OperationState> states) {
        return taken(() -> operations.take(operationId, rested, states, lease, abandoned()).stream().toList()).stream().findFirst();
    }

    /** What a dead node was sending becomes UNKNOWN by being taken over, and that is told. */
    private List<Taken> taken(Supplier<List<DueOperations.Grasp>> taking) {
        return transactions.execute(status -> taking.get().stream().map(this::told).map(this::withAttempts).toList());
    }

    private Taken told(DueOperations.Grasp grasp) {
        events.tell(grasp.last(), grasp.taken().operation());
        return grasp.taken();
    }

    private Taken withAttempts(Taken taken) {
        Operation found = taken.operation();
        return new Taken(found.with(found.state(), found.outcome(), found.progress(), found.notices(), attempts.of(found.id())), taken.doubt());
    }

    private static ObjectNode abandoned() {
        return JsonNodeFactory.instance.objectNode().put("class", "UNKNOWN").put("rule", Taken.NODE_LOST)
                .put("message", "The node that was sending it did not come back.")
                .put("next", Outlook.UNKNOWN);
    }
}
