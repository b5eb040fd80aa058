package io.patchbay.route;

import io.patchbay.contract.Problem;
import io.patchbay.routing.Revision;

/** What became of a change of the configuration that somebody asked for. */
sealed interface Change {

    /**
     * It is in force.
     *
     * @param before what was
     * @param now    what is; the same as before where nothing had to be changed
     */
    record Made(Revision before, Revision now) implements Change {

        boolean isNew() {
            return before.number() != now.number();
        }
    }

    /** Nothing was changed. */
    record Not(Problem problem) implements Change {
    }
}
