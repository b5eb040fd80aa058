package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** What <code>active_period</code> means for a plan, per the create call's description. */
sealed interface TellisimPeriod {

    Duration LONGEST_PAST = Duration.ofHours(24);
    Duration AHEAD = Duration.ofHours(12);

    /** Starts when the SIM is first used. */
    record FirstUse() implements TellisimPeriod {
    }

    /** Starts at a given time; <code>end</code> may be null for a recurring plan. */
    record Window(Instant start, Instant end) implements TellisimPeriod {
    }

    record Refused(String message) implements TellisimPeriod {
    }

    static TellisimPeriod of(JsonNode given, boolean recurring, Instant now) {
        if (given.isMissingNode() || given.isNull()) {
            return new FirstUse();
        }
        if (!given.isObject()) {
            return new Refused("active_period must be an object");
        }
        return of(given.path("start"), given.path("end"), recurring, now);
    }

    private static TellisimPeriod of(JsonNode start, JsonNode end, boolean recurring, Instant now) {
        if (absent(start) || !recurring && absent(end)) {
            return new Refused(recurring ? "active_period.start is required for recurring plans"
                    : "active_period.start and active_period.end are required for non-recurring plans");
        }
        Optional<Instant> begins = time(start);
        Optional<Instant> ends = absent(end) ? Optional.empty() : time(end);
        return begins.isEmpty() || ends.isEmpty() && !absent(end)
                ? new Refused("active_period must hold ISO-8601 UTC times")
                : window(new Window(begins.get(), ends.orElse(null)), recurring, now);
    }

    private static TellisimPeriod window(Window window, boolean recurring, Instant now) {
        if (window.end != null && !window.end.isAfter(window.start)) {
            return new Refused("active_period.end must be after active_period.start");
        }
        return recurring && window.start.isBefore(now.minus(LONGEST_PAST))
                ? new Refused("active_period.start must not be more than 24 hours in the past") : window;
    }

    private static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    // Times without a zone are UTC, as in the vendor's own sample.
    private static Optional<Instant> time(JsonNode node) {
        String text = node.asText();
        try {
            return Optional.of(text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)") ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }
}
