package io.patchbay.routing;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts on this node how orders are answered while a revision is tried out, and adds it to what the others have counted. What was not yet
 * added when a node ends is not counted.
 */
public final class Tallies {

    private record Place(long step, long revision, Instant minute) {
    }

    private final ConfigurationStore configurations;
    private final TallyTable table;
    private final Clock clock;
    private final Map<Place, Tally> fresh = new HashMap<>();

    Tallies(ConfigurationStore configurations, TallyTable table, Clock clock) {
        this.configurations = configurations;
        this.table = table;
        this.clock = clock;
    }

    /** Whether anything is being tried out against which, or with which, this revision is compared. */
    public boolean counts(long revision) {
        return compares(configurations.inForce(), revision);
    }

    private static boolean compares(InForce now, long revision) {
        return now.candidate().filter(tried -> tried.configuration().revision() == revision || now.stable().revision() == revision).isPresent();
    }

    public void count(long revision, Tally answered) {
        InForce now = configurations.inForce();
        if (compares(now, revision)) {
            add(new Place(now.step(), revision, clock.instant().truncatedTo(ChronoUnit.MINUTES)), answered);
        }
    }

    /** Adds what has come together here to the database. What cannot be added stays for the next time. */
    public void flush() {
        places().forEach(this::flush);
    }

    private void flush(Place place) {
        Tally more = taken(place);
        try {
            table.add(place.step, place.revision, place.minute, more);
        } catch (RuntimeException notAdded) {
            add(place, more);
            throw notAdded;
        }
    }

    private synchronized void add(Place place, Tally more) {
        fresh.merge(place, more, Tally::plus);
    }

    private synchronized List<Place> places() {
        return List.copyOf(fresh.keySet());
    }

    /** Nothing if another has just taken it. */
    private synchronized Tally taken(Place place) {
        return Optional.ofNullable(fresh.remove(place)).orElse(Tally.NONE);
    }
}
