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
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * Until when a token may be used: what the provider printed, if that is plausible; else what the token says of itself; else it
 * is used once only.
 *
 * @param format  of the printed time, which has no zone of its own
 * @param margin  kept free before the end, so that a token does not expire on its way; at most a fifth of its life
 * @param maximum a longer life than this is not believed
 */
record TokenExpiry(DateTimeFormatter format, ZoneId zone, Duration margin, Duration maximum, Clock clock) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static TokenExpiry of(JsonNode inputs, Clock clock) {
        return new TokenExpiry(DateTimeFormatter.ofPattern(inputs.path("expiryFormat").asText(), Locale.US),
                ZoneId.of(inputs.path("expiryZone").asText("UTC")), SheetDuration.of(inputs.path("margin").asText("30s")),
                SheetDuration.of(inputs.path("maximumAge").asText("24h")), clock);
    }

    /** @return null if the token is good for one request only */
    Instant usableUntil(String printed, String token) {
        return parsed(printed).filter(this::plausible)
                .or(() -> fromToken(token).filter(this::plausible))
                .map(this::lessMargin).orElse(null);
    }

    private Optional<Instant> parsed(String printed) {
        try {
            return Optional.of(LocalDateTime.parse(printed.trim(), format).atZone(zone).toInstant());
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> fromToken(String token) {
        try {
            String[] parts = token.split("\\.");
            JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts.length == 3 ? parts[1] : ""));
            return Optional.ofNullable(claims).filter(c -> c.path("exp").canConvertToLong()).map(c -> Instant.ofEpochSecond(c.path("exp").asLong()));
        } catch (IllegalArgumentException | IOException opaque) {
            return Optional.empty();
        }
    }

    private boolean plausible(Instant end) {
        Instant now = clock.instant();
        return end.isAfter(now) && end.isBefore(now.plus(maximum));
    }

    private Instant lessMargin(Instant end) {
        Duration fifth = Duration.between(clock.instant(), end).dividedBy(5);
        return end.minus(margin.compareTo(fifth) < 0 ? margin : fifth);
    }
}
