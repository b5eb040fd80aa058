package io.patchbay.operation;

import io.patchbay.schedule.DueWork;
import io.patchbay.subscription.Script;
import io.patchbay.subscription.Subscriptions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Writes new orders down, many with one commit. Whatever is not as expected, such as a key that somebody else holds, undoes the whole group. Those whose keys
 * are known already, or whose references are taken, are left out then, and the others written once more together. What is refused for anything else
 * {@link Journal} finds out about, each by itself.
 */
@Component
class Openings {

    private static final Comparator<Subscriptions.Row> BY_REFERENCE = Comparator.comparing((Subscriptions.Row row) -> row.subscription().tenant())
            .thenComparing(row -> row.subscription().referenceId(), Comparator.nullsFirst(Comparator.naturalOrder()));

    private static final String SAME_PLAN = "select length(set_config('plan_cache_mode', 'force_generic_plan', true) || set_config('lock_timeout', ?, true))";

    private final OperationGroups operations;
    private final AttemptRows attempts;
    private final IdempotencyKeys keys;
    private final SeenKeys seen;
    private final References references;
    private final Subscriptions subscriptions;
    private final DueWork due;
    private final Pool pool;
    private final Duration lease;
    private final String patience;
    private final Convoy<Entry> convoy;

    Openings(OperationGroups operations, AttemptRows attempts, IdempotencyKeys keys, SeenKeys seen, References references, Subscriptions subscriptions, DueWork due,
            Pool pool, Groups groups, @Value("${patchbay.operation.lease:2m}") Duration lease) {
        this.operations = operations;
        this.attempts = attempts;
        this.keys = keys;
        this.seen = seen;
        this.references = references;
        this.subscriptions = subscriptions;
        this.due = due;
        this.pool = pool;
        this.lease = lease;
        this.patience = groups.patience();
        this.convoy = groups.notInSilence("open", this::written, this::unknown);
    }

    /** @return empty if nothing was written and it has to be tried by itself */
    Optional<Opening> write(Draft draft, List<PoolItem> wanted) {
        return isPlain(draft) ? opening(entry(draft, wanted)) : Optional.empty();
    }

    private Optional<Opening> opening(Entry entry) {
        boolean written = carried(entry);
        Optional<Opening> refusal = Optional.ofNullable(entry.refusal.get());
        return written && refusal.isEmpty() ? Optional.of(new Opening.Opened(entry.draft.operation())) : refusal;
    }

    /** Why it was left out is known also where nobody can tell what became of the others. */
    private boolean carried(Entry entry) {
        try {
            return convoy.carries(entry);
        } catch (RuntimeException lost) {
            if (entry.refusal.get() == null) {
                throw lost;
            }
            return false;
        }
    }

    /** An order for a subscription that is there waits for whoever changes that; nobody else shall wait with it. Nor may anything leave the transaction it is part of. */
    private static boolean isPlain(Draft draft) {
        return draft.creates() && !draft.promised() && !TransactionSynchronizationManager.isActualTransactionActive();
    }

    private Entry entry(Draft draft, List<PoolItem> wanted) {
        Operation operation = draft.operation();
        return new Entry(draft, wanted, operations.spelt(operation, null), attempts.spelt(operation), subscriptions.spelt(draft.subscription()),
                due.owed(draft.subscription()), new AtomicReference<>());
    }

    /** Many a caller of a node that has just gone comes to another one at once, each with an order that is there already. */
    private List<Entry> unknown(List<Entry> refused) {
        return seen.held(refused.stream().map(entry -> entry.draft.claim()).filter(Objects::nonNull).toList()).map(held -> unknown(refused, held)).orElse(refused);
    }

    private List<Entry> unknown(List<Entry> refused, Set<Claim> held) {
        List<Entry> unclaimed = without(refused, new Opening.KeyTaken(), entry -> held.contains(entry.draft.claim()));
        Set<References.Reference> taken = references.taken(unclaimed.stream().filter(Entry::hasReference).map(Entry::reference).toList());
        return without(unclaimed, new Opening.ReferenceTaken(), entry -> entry.hasReference() && taken.contains(entry.reference()));
    }

    private static List<Entry> without(List<Entry> all, Opening refusal, Predicate<Entry> refused) {
        all.stream().filter(refused).forEach(entry -> entry.refusal.set(refusal));
        return all.stream().filter(refused.negate()).toList();
    }

    private Script written(List<Entry> group) {
        Script script = new Script().then(SAME_PLAN, (Object) patience);
        claim(script, group);
        insert(script, group);
        return script;
    }

    /** What others may hold comes first: a group that is not going to be written must not go on and wait for somebody with it in its hands. */
    private void claim(Script script, List<Entry> group) {
        List<Pool.Hold> holds = group.stream().flatMap(entry -> entry.wanted.stream().map(item -> new Pool.Hold(item, entry.draft.operation().id()))).toList();
        List<IdempotencyKeys.Held> held = group.stream().map(entry -> entry.draft).filter(draft -> draft.claim() != null)
                .map(draft -> new IdempotencyKeys.Held(draft.claim(), draft.operation().id(), null)).toList();
        if (!holds.isEmpty()) {
            pool.take(script, holds);
        }
        if (!held.isEmpty()) {
            keys.claim(script, held, lease);
        }
    }

    private void insert(Script script, List<Entry> group) {
        // The one thing here that a group of another node may be waiting for: references that both have, in the same order.
        subscriptions.insert(script, group.stream().map(Entry::subscription).sorted(BY_REFERENCE).toList());
        List<DueWork.Owed> owed = all(group.stream().map(Entry::owed));
        if (!owed.isEmpty()) {
            due.begin(script, owed);
        }
        operations.insert(script, group.stream().map(Entry::operation).toList(), lease);
        attempts.insert(script, all(group.stream().map(Entry::attempts)));
    }

    private static <T> List<T> all(Stream<List<T>> lists) {
        return lists.flatMap(List::stream).toList();
    }

    /** @param refusal why it was left out; holds null unless it was */
    private record Entry(Draft draft, List<PoolItem> wanted, OperationGroups.Row operation, List<AttemptRows.Row> attempts, Subscriptions.Row subscription,
            List<DueWork.Owed> owed, AtomicReference<Opening> refusal) {

        boolean hasReference() {
            return draft.subscription().referenceId() != null;
        }

        References.Reference reference() {
            return new References.Reference(draft.subscription().tenant(), draft.subscription().referenceId());
        }
    }
}
