package io.patchbay.schedule;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/**
 * Where a day begins in a zone: at its midnight; at the first moment after the gap where the clocks skip midnight; at the earlier of
 * two midnights. It is worked out when the order is taken, by the zone rules of that moment, and stays so if the rules change later.
 */
public record StartOfDay(LocalDate date, ZoneId zone) {

    public OffsetDateTime moment() {
        return date.atStartOfDay(zone).toOffsetDateTime();
    }

    /** For a person: names date, zone and instant, and says so where that midnight is missing or comes twice. */
    public String sentence() {
        return date + " means the start of that day in " + zone + ", which is " + moment().toInstant() + "." + peculiarity();
    }

    private String peculiarity() {
        return switch (zone.getRules().getValidOffsets(date.atStartOfDay()).size()) {
            case 0 -> " The clocks skip midnight there that day; it is the first moment after the gap.";
            case 1 -> "";
            default -> " The clocks show midnight twice there that day; it is the earlier one.";
        };
    }
}
