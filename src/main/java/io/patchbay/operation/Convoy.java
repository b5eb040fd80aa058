package io.patchbay.operation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/**
 * Brings together what comes to be written at about the same time. Whoever comes first writes at once; whoever comes meanwhile waits, and
 * the first of those then writes for all of them. Nobody waits for company: the group forms by itself while the one before is written. One group
 * at a time: of two side by side each would be smaller. There is no thread but those of who comes, so nothing is left behind at the end.
 *
 * @param <W> what is written
 */
final class Convoy<W> {

    private final int most;
    private final Predicate<List<W>> writing;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Place<W>> waiting = new ArrayDeque<>();
    private boolean busy;

    /**
     * @param most    how many a group may hold
     * @param writing writes all of a group or nothing of it, but for what it leaves out and remembers itself; says whether it did, and throws where nobody can tell
     */
    Convoy(int most, Predicate<List<W>> writing) {
        this.most = most;
        this.writing = writing;
    }

    /**
     * @return whether it is written; if not, nothing of it is, and it may be tried by itself
     * @throws RuntimeException what writing its group threw: nobody can tell whether it is written, unless the database could not be reached
     */
    boolean carries(W what) {
        Place<W> place = new Place<>(what, new CompletableFuture<>());
        List<Place<W>> group = boarding(place);
        return group.isEmpty() ? outcome(place.turn().join()) : led(group);
    }

    private boolean outcome(Turn turn) {
        return switch (turn) {
            case Lead<?> lead -> led(places(lead));
            case Done done -> done.written();
            case Lost lost -> throw lost.cause();
        };
    }

    @SuppressWarnings("unchecked")
    private List<Place<W>> places(Lead<?> lead) {
        return ((Lead<W>) lead).group();
    }

    /** @return the group to write; empty if somebody else will */
    private List<Place<W>> boarding(Place<W> place) {
        lock.lock();
        try {
            waiting.add(place);
            List<Place<W>> group = busy ? List.of() : group();
            busy = true;
            return group;
        } finally {
            lock.unlock();
        }
    }

    private List<Place<W>> group() {
        List<Place<W>> group = new ArrayList<>();
        while (group.size() < most && !waiting.isEmpty()) {
            group.add(waiting.poll());
        }
        return group;
    }

    private boolean led(List<Place<W>> group) {
        Turn turn = null;
        try {
            turn = written(group);
        } finally {
            passOn(group, turn == null ? unfinished() : turn);
        }
        return outcome(turn);
    }

    /** Made only where it is needed: an exception takes as long as reading its stack, which is deep here. */
    private static Turn unfinished() {
        return new Lost(new TransactionSystemException("A group of orders was not written to its end"));
    }

    private void passOn(List<Place<W>> group, Turn turn) {
        try {
            handOver(turn);
        } finally {
            release(group, turn);
        }
    }

    private Turn written(List<Place<W>> group) {
        try {
            return new Done(writing.test(group.stream().map(Place::what).toList()));
        } catch (RuntimeException lost) {
            return new Lost(lost);
        }
    }

    /** Before those are released whose turn is over, so that the database does not wait for them. */
    private void handOver(Turn last) {
        List<Place<W>> next = next(last);
        if (!next.isEmpty()) {
            next.getFirst().turn().complete(new Lead<>(next));
        }
    }

    private List<Place<W>> next(Turn last) {
        lock.lock();
        try {
            if (last instanceof Lost lost && isUnreachable(lost.cause())) {
                // one after the other, they would all wait for the same
                waiting.forEach(place -> place.turn().complete(last));
                waiting.clear();
            }
            List<Place<W>> next = group();
            busy = !next.isEmpty();
            return next;
        } finally {
            lock.unlock();
        }
    }

    private static boolean isUnreachable(RuntimeException cause) {
        return cause instanceof CannotCreateTransactionException || cause instanceof CannotGetJdbcConnectionException;
    }

    private void release(List<Place<W>> group, Turn turn) {
        group.forEach(place -> place.turn().complete(turn));
    }

    /** Somebody who waits. */
    private record Place<W>(W what, CompletableFuture<Turn> turn) {
    }

    /** What it comes to. */
    private sealed interface Turn {
    }

    private record Lead<W>(List<Place<W>> group) implements Turn {
    }

    private record Done(boolean written) implements Turn {
    }

    private record Lost(RuntimeException cause) implements Turn {
    }
}
