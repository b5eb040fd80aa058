package io.patchbay.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What will become of the orders of one account, played through: one queue, worked off at a steady pace by the moment from which each may be
 * taken up. The order at place <i>r</i> of a slot is done <i>r</i> times the pace's step after the slot had its turn.
 *
 * <p>While the account is stopped nobody knows when anything will be done. Then an order is at risk once no more than a window is left until it
 * is due; what is due later is not in danger yet.
 *
 * @param served in the order in which they have their turn
 */
public record Forecast(Instant at, Pace pace, Horizon horizon, List<Served> served) {

    public Forecast {
        served = List.copyOf(served);
    }

    /** @param slots in any order */
    public static Forecast of(Instant now, Pace pace, Horizon horizon, List<Slot> slots) {
        List<Served> served = new ArrayList<>(slots.size());
        Instant free = now;
        for (Slot slot : slots.stream().sorted(Comparator.comparing(Slot::from).thenComparing(Slot::due)).toList()) {
            Served next = pace.isStopped() ? waiting(slot, now, horizon) : turn(slot, now, free, pace, horizon);
            served.add(next);
            free = next.ends();
        }
        return new Forecast(now, pace, horizon, served);
    }

    private static Served waiting(Slot slot, Instant now, Horizon horizon) {
        if (isMissed(slot, now, horizon)) {
            return new Served(slot, null, null, Jeopardy.MISSED, 1);
        }
        return slot.due().isAfter(now.plus(horizon.window())) ? new Served(slot, null, null, null, slot.orders() + 1)
                : new Served(slot, null, null, Jeopardy.AT_RISK, 1);
    }

    private static Served turn(Slot slot, Instant now, Instant free, Pace pace, Horizon horizon) {
        Instant begins = slot.from().isAfter(free) ? slot.from() : free;
        Instant ends = begins.plusNanos(Math.round(slot.orders() * pace.nanosEach()));
        if (isMissed(slot, now, horizon)) {
            return new Served(slot, begins, ends, Jeopardy.MISSED, 1);
        }
        long first = firstLate(begins, horizon.latest(slot.due()), pace);
        return first > slot.orders() ? new Served(slot, begins, ends, null, slot.orders() + 1) : new Served(slot, begins, ends, Jeopardy.AT_RISK, first);
    }

    /** Done at the latest moment is done on time. */
    private static long firstLate(Instant begins, Instant latest, Pace pace) {
        Duration left = Duration.between(begins, latest);
        return left.isNegative() ? 1 : (long) (left.toNanos() / pace.nanosEach()) + 1;
    }

    private static boolean isMissed(Slot slot, Instant now, Horizon horizon) {
        return horizon.latest(slot.due()).isBefore(now);
    }

    /** How many are in this jeopardy. */
    public long late(Jeopardy jeopardy) {
        return served.stream().filter(turn -> turn.jeopardy() == jeopardy).mapToLong(Served::late).sum();
    }

    /** The slots in which orders are in jeopardy. */
    public List<Served> inJeopardy() {
        return served.stream().filter(turn -> turn.jeopardy() != null).toList();
    }

    /** When the last of one's own orders is expected to be done; empty if there is none or nobody knows. */
    public Optional<Instant> finish() {
        return served.stream().filter(turn -> turn.slot().own() > 0 && turn.ends() != null).map(Served::ends).reduce((earlier, later) -> later);
    }

    /** How many of one's own orders are due and not carried out. */
    public long overdue() {
        return served.stream().map(Served::slot).filter(this::isDue).mapToLong(Slot::own).sum();
    }

    /** How many of one's own come due within the horizon. */
    public long scheduled() {
        return served.stream().map(Served::slot).filter(slot -> !isDue(slot)).mapToLong(Slot::own).sum();
    }

    /** How long the longest overdue of one's own orders has been due. */
    public Duration lag() {
        return served.stream().map(Served::slot).filter(slot -> isDue(slot) && slot.own() > 0).map(Slot::due).min(Comparator.naturalOrder())
                .map(due -> Duration.between(due, at)).orElse(Duration.ZERO);
    }

    private boolean isDue(Slot slot) {
        return !slot.due().isAfter(at);
    }
}
