package io.patchbay.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Orders of an account that are due in the same second, may be taken up from the same second on and have the same window. The database counts them; a
 * forecast is made of these counts.
 *
 * @param from   when the next node may take them up; past or the same as {@code due} unless they have been tried already
 * @param due    from when on they are to be done
 * @param keepBy from when on their window counts: {@code due}, or later where a provider is told beforehand
 * @param orders how many there are
 * @param own    how many of them belong to whoever asks
 */
public record Slot(Instant from, Instant due, Instant keepBy, long orders, long own) {

    /** Orders whose window counts from when they are due. */
    Slot(Instant from, Instant due, long orders, long own) {
        this(from, due, due, orders, own);
    }

    /**
     * All slots of an account, as one tenant sees them.
     *
     * @param own those of that tenant alone, counted a little later; what they hold was there, whatever the first count says
     */
    public static List<Slot> shared(List<Slot> all, List<Slot> own) {
        Map<Place, Slot> rest = new HashMap<>();
        own.forEach(slot -> rest.put(slot.place(), slot));
        List<Slot> shared = new ArrayList<>(all.size());
        all.forEach(slot -> shared.add(slot.shared(rest.remove(slot.place()))));
        shared.addAll(rest.values());
        return shared;
    }

    private Slot shared(Slot own) {
        long mine = own == null ? 0 : own.orders();
        return new Slot(from, due, keepBy, Math.max(orders, mine), mine);
    }

    /** What makes it this slot and no other. */
    public Place place() {
        return new Place(from, due, keepBy);
    }

    /** Which orders it is about. */
    public record Place(Instant from, Instant due, Instant keepBy) {
    }
}
