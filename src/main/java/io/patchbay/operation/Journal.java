package io.patchbay.operation;

import io.patchbay.subscription.Subscription;
import io.patchbay.subscription.Subscriptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes operations down: before the first byte leaves, between the steps, and when the outcome is known. Each public method is
 * one commit. A database that is away shows as Spring's {@code DataAccessException} or {@code TransactionException}; before
 * {@link #open} has returned, nothing may be sent.
 */
@Component
public class Journal {

    private final TransactionTemplate transactions;
    private final OperationRows operations;
    private final AttemptRows attempts;
    private final IdempotencyKeys keys;
    private final Pool pool;
    private final Subscriptions subscriptions;
    private final Clock clock;
    private final Duration lease;

    Journal(TransactionTemplate transactions, OperationRows operations, AttemptRows attempts, IdempotencyKeys keys, Pool pool,
            Subscriptions subscriptions, Clock clock, @Value("${patchbay.operation.lease:2m}") Duration lease) {
        this.transactions = transactions;
        this.operations = operations;
        this.attempts = attempts;
        this.keys = keys;
        this.pool = pool;
        this.subscriptions = subscriptions;
        this.clock = clock;
        this.lease = lease;
    }

    /**
     * Claims the idempotency key and the subscription, and writes the operation with its first attempt, all or nothing.
     *
     * @param drafting makes the draft inside the transaction, so that what it reserves from a {@link Pool} is kept or given back
     *                 together with the rest; empty if a pool has none left
     */
    public Opening open(Supplier<Optional<Draft>> drafting) {
        try {
            return transactions.execute(status -> {
                Opening opening = drafting.get().map(this::written).orElseGet(Opening.PoolEmpty::new);
                if (!(opening instanceof Opening.Opened)) {
                    status.setRollbackOnly();
                }
                return opening;
            });
        } catch (DuplicateKeyException reference) {
            return new Opening.ReferenceTaken();
        }
    }

    private Opening written(Draft draft) {
        Operation operation = draft.operation();
        if (draft.claim() != null && !keys.claim(draft.claim(), operation.id(), lease)) {
            return new Opening.KeyTaken();
        }
        if (draft.creates()) {
            subscriptions.insert(draft.subscription());
        } else if (!subscriptions.open(draft.subscription(), operation.id())) {
            return new Opening.InProgress();
        }
        operations.insert(operation, lease);
        operation.attempts().forEach(attempt -> attempts.write(operation.id(), attempt));
        return new Opening.Opened(operation);
    }

    /** Writes an order that no provider is needed for: request and outcome in one commit. */
    public Recorded record(Draft draft, Closing closing) {
        try {
            return transactions.execute(status -> {
                Opening opening = written(draft);
                if (opening instanceof Opening.Opened) {
                    return new Recorded(opening, close(closing).orElseThrow());
                }
                status.setRollbackOnly();
                return new Recorded(opening, null);
            });
        } catch (DuplicateKeyException reference) {
            return new Recorded(new Opening.ReferenceTaken(), null);
        }
    }

    /** @param answer null unless the order was opened */
    public record Recorded(Opening opening, Replay.Answered answer) {
    }

    /**
     * Writes what came of the steps so far together with the next request, before that leaves.
     *
     * @param drafting makes the operation as it stands now, inside the transaction as for {@link #open}
     */
    public Opening advance(Supplier<Optional<Operation>> drafting) {
        return transactions.execute(status -> {
            Opening opening = drafting.get().map(this::advanced).orElseGet(Opening.PoolEmpty::new);
            if (!(opening instanceof Opening.Opened)) {
                status.setRollbackOnly();
            }
            return opening;
        });
    }

    private Opening advanced(Operation operation) {
        if (!operations.advance(operation, lease)) {
            return new Opening.LeaseLost();
        }
        operation.attempts().forEach(attempt -> attempts.write(operation.id(), attempt));
        return new Opening.Opened(operation);
    }

    /** Writes an order down without sending anything yet, together with the answer that says so. */
    public Recorded accept(Draft draft, Supplier<Replay.Answered> answering) {
        try {
            return transactions.execute(status -> {
                Opening opening = written(draft);
                if (!(opening instanceof Opening.Opened opened)) {
                    status.setRollbackOnly();
                    return new Recorded(opening, null);
                }
                Replay.Answered answer = answering.get();
                if (draft.claim() != null) {
                    keys.answered(draft.claim(), opened.operation().id(), answer);
                }
                return new Recorded(opening, answer);
            });
        } catch (DuplicateKeyException reference) {
            return new Recorded(new Opening.ReferenceTaken(), null);
        }
    }

    /**
     * Writes the outcome: operation, attempts, subscription, the answer under its idempotency key, and what was reserved.
     *
     * @return the answer given; empty if another node settled the operation meanwhile, which then is the truth
     */
    public Optional<Replay.Answered> close(Closing closing) {
        return transactions.execute(status -> {
            if (!operations.close(closing.operation())) {
                return Optional.empty();
            }
            closing.operation().attempts().forEach(attempt -> attempts.write(closing.operation().id(), attempt));
            if (closing.operation().state().isFinal()) {
                attempts.forgetBodies(closing.operation().id());
            }
            return Optional.of(settle(closing, changed(closing)));
        });
    }

    private Subscription changed(Closing closing) {
        String stillOpen = closing.operation().state().isFinal() ? null : closing.operation().id();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Subscription next = closing.change().apply(closing.known());
        if (!subscriptions.update(next, stillOpen, now)) {
            next = closing.change().apply(subscriptions.find(closing.known().tenant(), closing.known().id()).orElseThrow());
            subscriptions.update(next, stillOpen, now);
        }
        return next.at(now);
    }

    private Replay.Answered settle(Closing closing, Subscription subscription) {
        Replay.Answered answer = closing.answer().apply(subscription);
        String operationId = closing.operation().id();
        if (closing.leavesNoEffect()) {
            pool.release(operationId);
        }
        pool.forget(subscription.account(), closing.ended());
        if (closing.claim() != null) {
            remember(closing, operationId, answer);
        }
        return answer;
    }

    private void remember(Closing closing, String operationId, Replay.Answered answer) {
        if (closing.mayBeTriedAgain()) {
            keys.release(closing.claim(), operationId);
        } else {
            keys.answered(closing.claim(), operationId, answer);
        }
    }

    public Optional<Operation> find(String tenant, String operationId) {
        return operations.find(tenant, operationId).map(found -> withAttempts(found));
    }

    /** @return up to one more than {@code limit}, newest first, without attempts */
    public List<Operation> page(String tenant, String state, String subscriptionId, String before, int limit) {
        return operations.page(tenant, state, subscriptionId, before, limit + 1);
    }

    private Operation withAttempts(Operation found) {
        return found.with(found.state(), found.outcome(), found.progress(), found.notices(), attempts.of(found.id()));
    }
}
