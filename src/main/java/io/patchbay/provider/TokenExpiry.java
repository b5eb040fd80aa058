package io.patchbay.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * Until when a token may be used: what the provider printed, unless that is past or unreadable; else what the token says of itself;
 * else it is used once only.
 *
 * @param format  of the printed time
 * @param zone    of a printed time that names none
 * @param margin  kept free before the end, so that a token does not expire on its way; at most a fifth of its life
 * @param maximum how long a token is used at most, however long it lives
 */
record TokenExpiry(DateTimeFormatter format, ZoneId zone, Duration margin, Duration maximum, Clock clock) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static TokenExpiry of(JsonNode inputs, Clock clock) {
        return new TokenExpiry(format(inputs.path("expiryFormat").asText("")),
                ZoneId.of(inputs.path("expiryZone").asText("UTC")), SheetDuration.of(inputs.path("margin").asText("30s")),
                SheetDuration.of(inputs.path("maximumAge").asText("24h")), clock);
    }

    /** A provider whose sheet names no format prints RFC 3339. */
    private static DateTimeFormatter format(String pattern) {
        return pattern.isEmpty() ? DateTimeFormatter.ISO_DATE_TIME : DateTimeFormatter.ofPattern(pattern, Locale.US);
    }

    /** @return null if the token is good for one request only */
    Instant usableUntil(String printed, String token) {
        return parsed(printed).filter(this::isAhead)
                .or(() -> fromToken(token).filter(this::isAhead))
                .map(this::lessMargin).map(this::atMost).orElse(null);
    }

    private Optional<Instant> parsed(String printed) {
        try {
            TemporalAccessor read = format.parseBest(printed.trim(), ZonedDateTime::from, LocalDateTime::from);
            return Optional.of(read instanceof LocalDateTime local ? local.atZone(zone).toInstant() : Instant.from(read));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> fromToken(String token) {
        try {
            String[] parts = token.split("\\.");
            JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts.length == 3 ? parts[1] : ""));
            return Optional.ofNullable(claims).filter(c -> c.path("exp").canConvertToLong()).map(c -> Instant.ofEpochSecond(c.path("exp").asLong()));
        } catch (IllegalArgumentException | DateTimeException | IOException opaque) {
            return Optional.empty();
        }
    }

    private boolean isAhead(Instant end) {
        return end.isAfter(clock.instant());
    }

    private Instant atMost(Instant end) {
        Instant latest = clock.instant().plus(maximum);
        return end.isBefore(latest) ? end : latest;
    }

    private Instant lessMargin(Instant end) {
        Duration fifth = Duration.between(clock.instant(), end).dividedBy(5);
        return end.minus(margin.compareTo(fifth) < 0 ? margin : fifth);
    }
}
