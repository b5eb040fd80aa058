package io.patchbay.schedule;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What a caller's text for a moment comes to. */
public sealed interface DueTime {

    /**
     * A moment in time.
     *
     * @param moment with the offset it was given with, or the one that the zone has then; whole microseconds, as the database keeps them
     * @param day    the bare date it was worked out from, empty where a time was given
     */
    record At(OffsetDateTime moment, Optional<StartOfDay> day) implements DueTime {

        public At {
            moment = moment.truncatedTo(ChronoUnit.MICROS);
        }

        /** What counts and is kept. */
        public Instant instant() {
            return moment.toInstant();
        }
    }

    /**
     * It cannot be ordered for.
     *
     * @param code    stable word for programs
     * @param message for a person: what is wrong and what to do, beginning after the name of the field
     */
    record Refused(String code, String message) implements DueTime {
    }

    /**
     * Reads an RFC 3339 date and time with {@code Z} or an offset, which needs no zone, or a bare date, which means its beginning in the
     * zone.
     *
     * @param zone the caller's, empty if none is known
     */
    static DueTime parse(String text, Optional<ZoneId> zone) {
        try {
            return text.indexOf('T') < 0 && text.indexOf('t') < 0 ? day(LocalDate.parse(text), zone)
                    : new At(OffsetDateTime.parse(text), Optional.empty());
        } catch (DateTimeException e) {
            return new Refused("format", "must be a date such as 2027-03-01, or a date and time with a zone such as 2027-03-01T08:00:00Z");
        }
    }

    private static DueTime day(LocalDate date, Optional<ZoneId> zone) {
        return zone.<DueTime>map(known -> at(new StartOfDay(date, known))).orElseGet(() -> new Refused("time-zone-unknown",
                "is a date without a time, and no time zone is configured for you; send a time with a zone such as " + date
                        + "T00:00:00Z, or ask the operator to configure your `timeZone`"));
    }

    private static At at(StartOfDay day) {
        return new At(day.moment(), Optional.of(day));
    }
}
