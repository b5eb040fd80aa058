package io.patchbay.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenExpiryTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final String OPAQUE = "no-claims";

    private static ObjectNode inputs() {
        return JsonNodeFactory.instance.objectNode().put("margin", "30s").put("maximumAge", "24h");
    }

    private static Instant until(ObjectNode inputs, String printed) {
        return TokenExpiry.of(inputs, CLOCK).usableUntil(printed, OPAQUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-01T13:00:00Z", "2026-03-01T15:00:00+02:00", "2026-03-01T08:00:00.000-05:00", " 2026-03-01T13:00:00Z "})
    void without_a_format_the_time_is_rfc_3339(String printed) {
        assertThat(until(inputs(), printed)).isEqualTo("2026-03-01T12:59:30Z");
    }

    @ParameterizedTest
    @CsvSource({"uuuu-MM-dd HH:mm xxx,2026-03-01 15:00 +02:00", "uuuu-MM-dd HH:mm,2026-03-01 14:00"})
    void an_offset_in_the_text_counts_and_the_zone_is_for_a_text_without_one(String format, String printed) {
        assertThat(until(inputs().put("expiryFormat", format).put("expiryZone", "Europe/Stockholm"), printed)).isEqualTo("2026-03-01T12:59:30Z");
    }

    @Test
    void a_token_that_lives_longer_is_used_for_the_longest_age_and_not_once_only() {
        assertThat(until(inputs(), "2027-03-01T12:00:00Z")).isEqualTo("2026-03-02T12:00:00Z");
    }

    @Test
    void a_short_life_keeps_four_fifths() {
        assertThat(until(inputs(), "2026-03-01T12:01:00Z")).isEqualTo("2026-03-01T12:00:48Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "2026-03-01T11:59:59Z", "2026-03-01T12:00:00Z"})
    void a_token_whose_time_is_past_or_unreadable_is_good_for_one_request(String printed) {
        assertThat(until(inputs(), printed)).isNull();
    }

    @Test
    void what_the_token_says_of_itself_is_second_best() {
        TokenExpiry expiry = TokenExpiry.of(inputs(), CLOCK);

        assertThat(expiry.usableUntil("soon", claiming("" + NOW.plusSeconds(600).getEpochSecond()))).isEqualTo("2026-03-01T12:09:30Z");
        assertThat(expiry.usableUntil("soon", claiming("" + Long.MAX_VALUE))).as("no moment at all").isNull();
    }

    private static String claiming(String exp) {
        return "h." + Base64.getUrlEncoder().withoutPadding().encodeToString(("{\"exp\": " + exp + "}").getBytes(StandardCharsets.UTF_8)) + ".s";
    }
}
