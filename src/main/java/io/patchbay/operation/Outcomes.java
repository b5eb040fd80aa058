package io.patchbay.operation;

import io.patchbay.schedule.DueWork;
import io.patchbay.subscription.Subscription;
import io.patchbay.subscription.Subscriptions;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;

/** Everything that changes when the outcome of an operation is known. Runs inside the transaction of {@link Journal}. */
@Component
class Outcomes {

    private final OperationRows operations;
    private final AttemptRows attempts;
    private final IdempotencyKeys keys;
    private final Events events;
    private final Pool pool;
    private final Subscriptions subscriptions;
    private final DueWork due;
    private final Clock clock;

    Outcomes(OperationRows operations, AttemptRows attempts, IdempotencyKeys keys, Events events, Pool pool,
            Subscriptions subscriptions, DueWork due, Clock clock) {
        this.operations = operations;
        this.attempts = attempts;
        this.keys = keys;
        this.events = events;
        this.pool = pool;
        this.subscriptions = subscriptions;
        this.due = due;
        this.clock = clock;
    }

    /**
     * @return the answer to give; empty if another node took the operation over or settled it meanwhile. Then only the ends of the attempts
     *         made here are written: nobody else saw what they were answered, and evidence needs no fence
     */
    Optional<Replay.Answered> write(Closing closing) {
        Optional<Told> ours = operations.close(closing.operation(), closing.rest());
        if (ours.isEmpty()) {
            attempts.late(closing.operation().id(), closing.operation().attempts());
        }
        return ours.map(last -> written(closing, last));
    }

    private Replay.Answered written(Closing closing, Told last) {
        attempts.write(closing.operation().id(), closing.operation().attempts());
        events.tell(last, closing.operation());
        Subscription subscription = changed(closing);
        pools(closing, subscription.account());
        forgetRequests(closing.operation());
        return remembered(closing, closing.answer().apply(subscription));
    }

    private void forgetRequests(Operation operation) {
        if (operation.state().isFinal()) {
            attempts.forgetRequests(operation.id());
        }
    }

    /** Somebody may have written since the subscription was read, such as a refresh; then the change is made to what is there now. */
    private Subscription changed(Closing closing) {
        String stillOpen = closing.operation().state().isFinal() ? null : closing.operation().id();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Subscription known = closing.known();
        Subscription next = closing.change().apply(known);
        if (!subscriptions.update(next, stillOpen, now)) {
            known = subscriptions.find(known.tenant(), known.id()).orElseThrow();
            next = closing.change().apply(known);
            again(next, stillOpen, now);
        }
        due.follow(known, next);
        return next.at(now);
    }

    /** Rolls everything back rather than writing an outcome that its subscription does not show; the operation stays open. */
    private void again(Subscription next, String stillOpen, Instant now) {
        if (!subscriptions.update(next, stillOpen, now)) {
            throw new OptimisticLockingFailureException("Subscription " + next.id() + " was changed twice while an outcome was written");
        }
    }

    private void pools(Closing closing, String account) {
        if (closing.leavesNoEffect()) {
            pool.release(closing.operation().id());
        }
        if (!closing.ended().isEmpty()) {
            free(closing, account);
        }
    }

    private void free(Closing closing, String account) {
        if (attempts.leftAgain(closing.operation().id())) {
            pool.quarantine(account, closing.ended());
        } else {
            pool.forget(account, closing.ended());
        }
    }

    private Replay.Answered remembered(Closing closing, Replay.Answered answer) {
        if (closing.claim() != null && closing.mayBeTriedAgain()) {
            keys.release(closing.claim(), closing.operation().id());
        } else if (closing.claim() != null) {
            keys.answered(closing.claim(), closing.operation().id(), answer);
        }
        return answer;
    }
}
