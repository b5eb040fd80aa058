package io.patchbay.route;

import java.time.Duration;

/**
 * A point in time by two clocks of this machine. One stands still while the machine is suspended, the other can be set back; the one
 * that says more counts, for a node that thinks too little time has passed may act on what is another's by now.
 */
record Moment(long nanos, long millis) {

    static Moment now() {
        return new Moment(System.nanoTime(), System.currentTimeMillis());
    }

    Duration age() {
        Duration steady = Duration.ofNanos(System.nanoTime() - nanos);
        Duration wall = Duration.ofMillis(System.currentTimeMillis() - millis);
        return steady.compareTo(wall) > 0 ? steady : wall;
    }
}
