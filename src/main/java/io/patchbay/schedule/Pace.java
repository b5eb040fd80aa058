package io.patchbay.schedule;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * How fast an account carries out what is due.
 *
 * @param perMinute orders a minute; empty while nothing is carried out
 * @param stopped   why that is, to go on with "because"; null while it goes on
 */
public record Pace(OptionalDouble perMinute, String stopped) {

    private static final double MINUTE = Duration.ofMinutes(1).toNanos();

    /** @param perMinute more than zero */
    public static Pace of(double perMinute) {
        return new Pace(OptionalDouble.of(perMinute), null);
    }

    public static Pace stopped(String why) {
        return new Pace(OptionalDouble.empty(), why);
    }

    public boolean isStopped() {
        return perMinute.isEmpty();
    }

    /** How long one order takes. @throws java.util.NoSuchElementException while stopped */
    double nanosEach() {
        return MINUTE / perMinute.orElseThrow();
    }
}
