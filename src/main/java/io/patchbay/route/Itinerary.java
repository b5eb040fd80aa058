package io.patchbay.route;

import io.patchbay.mapping.Verdict;
import io.patchbay.mapping.Walk;
import io.patchbay.routing.Decision;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Where an order has been so far and what comes next, for as long as no provider has taken it. */
final class Itinerary {

    /** What routing decided; null for a change, and for a create that was taken up again until it is asked anew. */
    Decision.Carried decision;
    /** Accounts that could not take it, or could never carry it. */
    final Set<String> visited = new HashSet<>();
    /** Where it is written down, or else where it was to go first; null while it is there. */
    Placement home;
    /** As it stood before the last call, to make that call once more. */
    Walk before;
    /** Why nothing is called, or why it waits: takes the place of an answer. Null where the walk itself tells. */
    Verdict barred;
    /** How often a call was made once more at this account. */
    int repeats;
    /** Until the next try, while the caller waits. */
    Duration pause = Duration.ZERO;
    /** Until it is taken up again out of the queue; null unless it goes there. */
    Duration rest;
    /** What becomes of it is decided: it is concluded. */
    boolean decided;

    void decide() {
        pause = Duration.ZERO;
        decided = true;
    }

    /** The same call once more. */
    void repeat(Duration wait) {
        repeats++;
        pause = wait;
    }

    /** On to another account, at once. */
    void goOn(Placement from) {
        home = home == null ? from : home;
        before = null;
        barred = null;
        repeats = 0;
        pause = Duration.ZERO;
    }
}
