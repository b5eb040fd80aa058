package io.patchbay.route;

import io.patchbay.mapping.Next;
import io.patchbay.mapping.Walk;
import io.patchbay.operation.Journal;
import io.patchbay.operation.Opening;
import io.patchbay.operation.Operation;
import io.patchbay.operation.OperationState;
import io.patchbay.operation.Operations;
import io.patchbay.operation.Pool;
import io.patchbay.operation.PoolItem;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionException;

/**
 * Makes a request that changes something and writes it down, together with what it reserves. If that fails, the order is as it was before and
 * nothing has been sent.
 */
@Component
class Drafting {

    private final Journal journal;
    private final Operations operations;
    private final Pool pool;
    private final Clock clock;
    private final Collisions collisions;
    private final Restocker restocker;
    private final Withdrawals withdrawals;

    Drafting(Journal journal, Operations operations, Pool pool, Clock clock, Collisions collisions, Restocker restocker,
            Withdrawals withdrawals) {
        this.journal = journal;
        this.operations = operations;
        this.pool = pool;
        this.clock = clock;
        this.collisions = collisions;
        this.restocker = restocker;
        this.withdrawals = withdrawals;
    }

    void writeDown(Exchange exchange, Order order) {
        Walk before = order.walk;
        int attemptsBefore = order.attempts.size();
        Opening opening = order.leased(() -> written(order));
        if (opening instanceof Opening.Opened opened) {
            order.opened = opened.operation();
            order.doubt = order.doubt.over();
            order.way.home = null;
            return;
        }
        takeBack(order, attemptsBefore);
        if (opening instanceof Opening.PoolEmpty) {
            poolEmpty(order, before);
        } else {
            collisions.refuse(exchange, opening);
        }
    }

    private Opening written(Order order) {
        if (order.opened == null) {
            return opened(order);
        }
        return order.isAway() ? journal.move(order.operationId, () -> drafted(order)) : journal.advance(() -> drafted(order));
    }

    /** What fails may be the answer to the commit and not the commit: then the order is written down and goes on. */
    private Opening opened(Order order) {
        try {
            return order.creates ? openedAfterDrafting(order) : openedWhileDrafting(order);
        } catch (CannotCreateTransactionException | CannotGetJdbcConnectionException away) {
            throw away;
        } catch (TransactionException | DataAccessException lost) {
            return readBack(order).<Opening>map(Opening.Opened::new).orElseThrow(() -> {
                withdrawals.remember(order, lost);
                return lost;
            });
        }
    }

    /**
     * Drafting costs more than writing: done before the transaction, it keeps nobody else waiting. An item that has to be picked is picked by
     * the transaction that keeps it, and of two items that are wanted it has to be known which one was not to be had.
     */
    private Opening openedAfterDrafting(Order order) {
        Walk before = order.walk;
        List<PoolItem> wanted = new ArrayList<>();
        Optional<Operation> drafted = drafted(order, reserve -> named(order, reserve).filter(item -> wanted.isEmpty() && wanted.add(item)).map(PoolItem::item));
        if (order.walk.next() instanceof Next.Reserve) {
            order.walk = before;
            return openedWhileDrafting(order);
        }
        if (drafted.isEmpty()) {
            // it ended by itself, behind what it wanted: the end is the answer, and nothing was asked of the pool
            return new Opening.PoolEmpty();
        }
        Opening opening = journal.open(order.draft(drafted.get()), wanted);
        if (opening instanceof Opening.PoolEmpty) {
            order.walk = before;
        }
        return opening;
    }

    private Opening openedWhileDrafting(Order order) {
        return journal.open(() -> drafted(order).map(order::draft));
    }

    private static Optional<PoolItem> named(Order order, Next.Reserve wanted) {
        return Optional.ofNullable(wanted.item()).map(item -> new PoolItem(order.getAccount(), wanted.pool(), wanted.key(), item));
    }

    /** Not being there yet is no proof either: a commit may be late. */
    private Optional<Operation> readBack(Order order) {
        try {
            return operations.find(order.inbound.tenant(), order.operationId);
        } catch (TransactionException | DataAccessException away) {
            return Optional.empty();
        }
    }

    private Optional<Operation> drafted(Order order) {
        return drafted(order, wanted -> taken(order, wanted));
    }

    private Optional<Operation> drafted(Order order, Function<Next.Reserve, Optional<String>> taking) {
        while (order.walk.next() instanceof Next.Reserve wanted) {
            Optional<String> item = taking.apply(wanted);
            if (item.isEmpty()) {
                return Optional.empty();
            }
            order.walk = order.walk.reserved(wanted.pool(), item.get());
        }
        if (!(order.walk.next() instanceof Next.Send send)) {
            return Optional.empty();
        }
        order.leave(send, clock.instant());
        return Optional.of(order.asOf(OperationState.SENDING, null));
    }

    private Optional<String> taken(Order order, Next.Reserve wanted) {
        return wanted.item() == null
                ? pool.take(order.getAccount(), wanted.pool(), wanted.key(), order.operationId)
                : Optional.of(wanted.item()).filter(item -> pool.take(order.getAccount(), wanted.pool(), wanted.key(), item, order.operationId));
    }

    private static void takeBack(Order order, int attemptsBefore) {
        order.sending = null;
        order.attempts.subList(attemptsBefore, order.attempts.size()).clear();
    }

    /** The walk may have ended by itself while it was drafted; only an unmet wish for an item is a matter for the pool. */
    private void poolEmpty(Order order, Walk before) {
        if (!(order.walk.next() instanceof Next.Reserve wanted)) {
            return;
        }
        order.walk = before;
        if (wanted.item() != null || order.restockedInVain) {
            order.walk = before.poolEmpty(wanted.pool());
        } else {
            restocker.begin(order, wanted);
        }
    }
}
