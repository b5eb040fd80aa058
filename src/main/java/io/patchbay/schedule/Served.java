package io.patchbay.schedule;

import java.time.Instant;

/**
 * When the orders of a slot are expected to be carried out, one after the other in the order of their ids.
 *
 * @param begins   when the first of them has its turn; null if nobody knows, because its account is stopped
 * @param ends     when the last of them is done; null as well then
 * @param jeopardy of those in jeopardy; null if all are on time
 * @param first    the place in the slot, counted from 1, from which on they are in jeopardy; beyond the last if all are on time
 */
public record Served(Slot slot, Instant begins, Instant ends, Jeopardy jeopardy, long first) {

    /** All of a slot are on time, whenever that is. */
    public static Served onTime(Slot slot) {
        return new Served(slot, null, null, null, Long.MAX_VALUE);
    }

    /** What makes it this slot and no other. */
    public Place place() {
        return new Place(slot.from(), slot.due());
    }

    /** How many are in jeopardy. */
    public long late() {
        return Math.max(0, slot.orders() - first + 1);
    }

    /** Which orders it is about. */
    public record Place(Instant from, Instant due) {
    }
}
