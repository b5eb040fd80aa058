package io.patchbay.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Says what times an activation or a cancellation may be ordered for. Immutable and thread-safe. */
public final class Timetable {

    /** Clocks differ; an order this old still means now. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    /** No service is ordered for longer; a later end is a slip. */
    private static final Period LONGEST = Period.ofYears(20);

    private final Period furthest;

    /**
     * @param furthest how far ahead an activation may begin, and a cancellation be ordered for
     * @throws IllegalArgumentException if that is not ahead
     */
    public Timetable(Period furthest) {
        if (furthest.isZero() || furthest.isNegative()) {
            throw new IllegalArgumentException("patchbay.schedule.furthest must be longer than nothing, for example 2y or 90d; it is " + furthest);
        }
        this.furthest = furthest;
    }

    /**
     * When something shall begin: from a minute ago, which means at once, up to the furthest moment.
     *
     * @param zone of the caller, for a bare date
     */
    public DueTime begin(String text, Optional<ZoneId> zone, Instant now) {
        return ahead(text, zone, now, "order the activation without it to begin at once");
    }

    /** When something shall be cancelled: within the same bounds as {@link #begin}; a bare date is the first day without it. */
    public DueTime cancel(String text, Optional<ZoneId> zone, Instant now) {
        return ahead(text, zone, now, "leave it out to cancel as soon as possible");
    }

    /** @param instead what to do who wanted it at once */
    private DueTime ahead(String text, Optional<ZoneId> zone, Instant now, String instead) {
        return switch (DueTime.parse(text, zone)) {
            case DueTime.At at when at.instant().isBefore(now.minus(TOLERANCE)) -> new DueTime.Refused("past",
                    read(at) + "lies in the past; send a later one, or " + instead);
            case DueTime.At at when at.instant().isAfter(latest(now)) -> new DueTime.Refused("too-far",
                    read(at) + "is too far ahead; nothing is scheduled after " + latest(now).truncatedTo(ChronoUnit.SECONDS) + ", send an earlier one");
            case DueTime read -> read;
        };
    }

    /**
     * When something shall end, however far ahead that is; a bare date is not part of it, since its beginning is the end.
     *
     * @param begin which it must come after
     */
    public DueTime end(String text, Optional<ZoneId> zone, Instant begin) {
        return switch (DueTime.parse(text, zone)) {
            case DueTime.At at when !at.instant().isAfter(begin) -> new DueTime.Refused("before-start",
                    read(at) + "must be later than the activation begins, which is " + begin + "; send a later one, or leave it out for no end");
            case DueTime.At at when begin.isAfter(Instant.EPOCH) && at.instant().isAfter(OffsetDateTime.ofInstant(begin, ZoneOffset.UTC).plus(LONGEST).toInstant()) -> new DueTime.Refused("too-far",
                    read(at) + "is more than " + LONGEST.getYears() + " years after the beginning; send an earlier one, or leave it out for no end");
            case DueTime read -> read;
        };
    }

    private Instant latest(Instant now) {
        return OffsetDateTime.ofInstant(now, ZoneOffset.UTC).plus(furthest).toInstant();
    }

    /** A date is wrong by what it was taken for, so that has to be said. */
    private static String read(DueTime.At at) {
        return at.day().map(day -> "(the start of " + day.date() + " in " + day.zone() + ", " + at.instant() + ") ").orElse("");
    }
}
