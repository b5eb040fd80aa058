package io.patchbay.schedule;

import java.time.Instant;

/**
 * Orders of an account that were promised for the same second and may be taken up from the same second on. The database counts them; a
 * forecast is made of these counts, so that it costs by the seconds in which something is due and not by the orders.
 *
 * @param from   when the next node may take them up; past or the same as {@code due} unless they have been tried already
 * @param due    what they were promised for
 * @param orders how many there are
 * @param own    how many of them belong to whoever asks
 */
public record Slot(Instant from, Instant due, long orders, long own) {
}
