package io.patchbay.schedule;

import java.util.Optional;

/**
 * What is on record of a route that the clock wakes, for all nodes together.
 *
 * @param name    the id of its route
 * @param paused  while its work is not done when it is woken
 * @param resumed the end of its last pause; empty while it is paused or if it never was
 * @param last    the last wake-up whose work has ended, on whichever node
 */
public record WakeUp(String name, Optional<Ruling> paused, Optional<Ruling> resumed, Optional<Run> last) {

    /** A route that nobody has paused and that has not been woken yet. */
    public static WakeUp unknown(String name) {
        return new WakeUp(name, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public boolean isPaused() {
        return paused.isPresent();
    }
}
