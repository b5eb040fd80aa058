package io.patchbay.operation;

import io.patchbay.schedule.DueWork;
import io.patchbay.subscription.Subscription;
import io.patchbay.subscription.Subscriptions;
import java.time.Duration;
import java.time.Instant;
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
    private final Subscriptions subscriptions;
    private final Outcomes outcomes;
    private final Pool pool;
    private final DueWork due;
    private final Openings openings;
    private final Endings endings;
    private final Duration lease;

    Journal(TransactionTemplate transactions, OperationRows operations, AttemptRows attempts, IdempotencyKeys keys, Subscriptions subscriptions,
            Outcomes outcomes, Pool pool, DueWork due, Openings openings, Endings endings, @Value("${patchbay.operation.lease:2m}") Duration lease) {
        this.transactions = transactions;
        this.operations = operations;
        this.attempts = attempts;
        this.keys = keys;
        this.subscriptions = subscriptions;
        this.outcomes = outcomes;
        this.pool = pool;
        this.due = due;
        this.openings = openings;
        this.endings = endings;
        this.lease = lease;
    }

    /**
     * Claims the idempotency key and the subscription, and writes the operation with its first attempt, all or nothing.
     *
     * @param drafting makes the draft inside the transaction, so that what it reserves from a {@link Pool} is kept or given back
     *                 together with the rest; empty if a pool has none left
     */
    public Opening open(Supplier<Optional<Draft>> drafting) {
        return allOrNothing(() -> unanswered(drafting.get().map(this::written).orElseGet(Opening.PoolEmpty::new))).opening();
    }

    /**
     * As {@link #open(Supplier)}, for an order that could be drafted beforehand. What comes while a commit is under way is written by the
     * next one, together; an order that does not fit in there, or has to be refused, is written or refused by itself.
     *
     * @param wanted what the draft needs from pools
     */
    public Opening open(Draft draft, List<PoolItem> wanted) {
        return openings.write(draft, wanted).orElseGet(() -> open(() -> Optional.of(draft).filter(made -> held(made, wanted))));
    }

    private boolean held(Draft draft, List<PoolItem> wanted) {
        return wanted.stream().allMatch(item -> pool.take(item.account(), item.pool(), item.key(), item.item(), draft.operation().id()));
    }

    /**
     * Writes what came of the steps so far together with the next request, before that leaves.
     *
     * @param drafting makes the operation as it stands now, inside the transaction as for {@link #open}
     */
    public Opening advance(Supplier<Optional<Operation>> drafting) {
        return allOrNothing(() -> unanswered(drafting.get().map(this::advanced).orElseGet(Opening.PoolEmpty::new))).opening();
    }

    /**
     * As {@link #advance}, for an order that another account takes over together with its next request: nothing of it was done at the former
     * one, and what was reserved there is given back.
     */
    public Opening move(String operationId, Supplier<Optional<Operation>> drafting) {
        return allOrNothing(() -> {
            pool.release(operationId);
            return unanswered(drafting.get().map(this::moved).orElseGet(Opening.PoolEmpty::new));
        }).opening();
    }

    /** Writes an order that nothing is sent for, or not yet: request and outcome in one commit. */
    public Recorded record(Draft draft, Closing closing) {
        return allOrNothing(() -> answered(draft, () -> outcomes.write(closing).orElseThrow()));
    }

    /** Writes an order down without sending anything yet, together with the answer that says so. */
    public Recorded accept(Draft draft, Supplier<Replay.Answered> answering) {
        return allOrNothing(() -> answered(draft, () -> accepted(draft, answering.get())));
    }

    /**
     * Writes the outcome: operation, attempts, subscription, the answer under its idempotency key, and what was reserved. Together with
     * others, as for {@link #open(Draft, List)}, where it is a plain success.
     *
     * @return the answer given; empty if another node settled the operation meanwhile, which then is the truth
     */
    public Optional<Replay.Answered> close(Closing closing) {
        return endings.write(closing).or(() -> transactions.execute(status -> outcomes.write(closing)));
    }

    /**
     * Writes that a provider was asked about a lost answer, what it said, and that the operation is still not settled.
     *
     * @param wait until it is asked again
     * @return false if another node has taken the operation over
     */
    public boolean looked(Operation operation, Look look, Duration wait) {
        return Boolean.TRUE.equals(transactions.execute(status -> evidenced(operations.looked(operation, look, wait), operation)));
    }

    /**
     * Writes down that a request whose answer was lost leaves once more, to a provider that recognises it.
     *
     * @return false if another node has taken the operation over; then it may not leave
     */
    public boolean repeat(Operation operation) {
        return Boolean.TRUE.equals(transactions.execute(status -> evidenced(operations.repeat(operation, lease), operation)));
    }

    /** Goes on owning an operation whose next request is long in coming. @return false if another node has taken it over */
    public boolean keep(Operation operation) {
        return operations.keep(operation.id(), operation.fence(), lease);
    }

    private boolean evidenced(boolean ours, Operation operation) {
        if (ours) {
            attempts.write(operation.id(), operation.attempts());
        }
        return ours;
    }

    /**
     * Writes what a provider told about a subscription. One that turns out to have ended gives back what it had from a pool.
     *
     * @param known as it was read
     * @param next  the same with the news
     * @return false if somebody wrote since it was read or an operation has begun; then nothing is written
     */
    public boolean refresh(Subscription known, Subscription next, Instant now) {
        return Boolean.TRUE.equals(transactions.execute(status -> subscriptions.refresh(next, now) && followed(known, next)));
    }

    private boolean followed(Subscription known, Subscription next) {
        due.follow(known, next);
        if (next.status().isFinal() && !known.status().isFinal()) {
            pool.forget(next.account(), next.handles());
        }
        return true;
    }

    private Recorded allOrNothing(Supplier<Recorded> writing) {
        try {
            return transactions.execute(status -> {
                Recorded recorded = writing.get();
                if (!(recorded.opening() instanceof Opening.Opened)) {
                    status.setRollbackOnly();
                }
                return recorded;
            });
        } catch (DuplicateKeyException reference) {
            return unanswered(new Opening.ReferenceTaken());
        }
    }

    private static Recorded unanswered(Opening opening) {
        return new Recorded(opening, null);
    }

    private Recorded answered(Draft draft, Supplier<Replay.Answered> answering) {
        Opening opening = written(draft);
        return new Recorded(opening, opening instanceof Opening.Opened ? answering.get() : null);
    }

    private Opening written(Draft draft) {
        Operation operation = draft.operation();
        if (draft.claim() != null && !keys.claim(draft.claim(), operation.id(), lease)) {
            return new Opening.KeyTaken();
        }
        if (draft.creates()) {
            subscriptions.insert(draft.subscription());
            due.begin(draft.subscription());
        } else if (!subscriptions.open(draft.subscription(), operation.id())) {
            return new Opening.InProgress();
        }
        operations.insert(operation, lease, draft.promised() ? operation.state() : null);
        attempts.write(operation.id(), operation.attempts());
        return new Opening.Opened(operation);
    }

    private Opening advanced(Operation operation) {
        if (!operations.advance(operation, lease)) {
            return new Opening.LeaseLost();
        }
        attempts.write(operation.id(), operation.attempts());
        return new Opening.Opened(operation);
    }

    private Opening moved(Operation operation) {
        Opening opening = advanced(operation);
        if (opening instanceof Opening.Opened) {
            operations.assign(operation);
            subscriptions.assign(operation.subscriptionId(), operation.provider(), operation.account());
            due.assign(operation.subscriptionId(), operation.account());
        }
        return opening;
    }

    private Replay.Answered accepted(Draft draft, Replay.Answered answer) {
        operations.told(draft.operation());
        if (draft.claim() != null) {
            keys.answered(draft.claim(), draft.operation().id(), answer);
        }
        return answer;
    }

    /** @param answer null unless the order was opened */
    public record Recorded(Opening opening, Replay.Answered answer) {
    }
}
