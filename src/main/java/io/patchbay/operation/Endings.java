package io.patchbay.operation;

import io.patchbay.schedule.DueWork;
import io.patchbay.subscription.Script;
import io.patchbay.subscription.Subscription;
import io.patchbay.subscription.Subscriptions;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Writes the outcomes of orders that succeeded, many with one commit. Whatever is not as expected, such as a fence that has gone up, undoes the
 * whole group; {@link Outcomes} then finds out for each what it was.
 */
@Component
class Endings {

    private static final String BY_KEY = "select length(" + Groups.BY_KEY + " || set_config('lock_timeout', ?, true))";

    private final OperationGroups operations;
    private final AttemptRows attempts;
    private final IdempotencyKeys keys;
    private final Subscriptions subscriptions;
    private final DueWork due;
    private final Clock clock;
    private final String patience;
    private final Convoy<Entry> convoy;

    Endings(OperationGroups operations, AttemptRows attempts, IdempotencyKeys keys, Subscriptions subscriptions, DueWork due,
            Clock clock, Groups groups) {
        this.operations = operations;
        this.attempts = attempts;
        this.keys = keys;
        this.subscriptions = subscriptions;
        this.due = due;
        this.clock = clock;
        this.patience = groups.patience();
        this.convoy = groups.of("close", this::written);
    }

    /** @return the answer given; empty if nothing was written and it has to be tried by itself */
    Optional<Replay.Answered> write(Closing closing) {
        return isPlain(closing) ? entry(closing).filter(convoy::carries).map(Entry::answer) : Optional.empty();
    }

    /** Nothing has to be given back and nobody to take it up again. Nor may anything leave the transaction it is part of. */
    private static boolean isPlain(Closing closing) {
        return closing.operation().state() == OperationState.SUCCEEDED && closing.rest() == null && closing.ended().isEmpty()
                && !TransactionSynchronizationManager.isActualTransactionActive();
    }

    /** What was owed and is not any more, or at another moment, may be in the hands of whoever is carrying it out: nobody else shall wait for that. */
    private Optional<Entry> entry(Closing closing) {
        Operation operation = closing.operation();
        Subscription next = closing.change().apply(closing.known());
        Subscription ended = next.at(clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return due.added(closing.known(), next).map(owed -> new Entry(operations.spelt(operation, Events.data(operation).toString()),
                attempts.speltToEnd(operation), subscriptions.spelt(ended), owed, closing.claim(), closing.answer().apply(ended)));
    }

    /** In the order of the single outcome, and sorted, so that two groups do not wait for each other. */
    private Script written(List<Entry> group) {
        List<Entry> sorted = group.stream().sorted(Comparator.comparing(Entry::id)).toList();
        Script script = new Script().then(BY_KEY, (Object) patience);
        operations.close(script, sorted.stream().map(Entry::operation).toList());
        attempts.end(script, sorted.stream().flatMap(entry -> entry.attempts.stream()).toList(), sorted.stream().filter(Entry::mayKeepRequests).map(Entry::id).toList());
        subscriptions.end(script, sorted.stream().map(Entry::subscription).toList());
        List<DueWork.Owed> owed = sorted.stream().flatMap(entry -> entry.owed.stream()).toList();
        if (!owed.isEmpty()) {
            due.begin(script, owed);
        }
        List<IdempotencyKeys.Held> held = sorted.stream().filter(entry -> entry.claim != null)
                .map(entry -> new IdempotencyKeys.Held(entry.claim, entry.id(), entry.answer)).toList();
        if (!held.isEmpty()) {
            keys.answered(script, held);
        }
        return script;
    }

    private record Entry(OperationGroups.Row operation, List<AttemptRows.Row> attempts, Subscriptions.Row subscription, List<DueWork.Owed> owed, Claim claim,
            Replay.Answered answer) {

        String id() {
            return operation.operation().id();
        }

        /** Beside the attempt that ends with it. */
        boolean mayKeepRequests() {
            boolean several = operation.operation().attempts().stream().filter(attempt -> attempt.request() != null).count() > 1;
            return several || attempts.size() != 1 || attempts.getFirst().attempt().endedAt() == null || operation.operation().fence() != Operation.FIRST_FENCE;
        }
    }
}
