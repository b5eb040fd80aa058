package io.patchbay.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimetableTest {

    private static final Instant NOW = Instant.parse("2026-02-28T23:30:00Z");
    private static final Optional<ZoneId> BERLIN = Optional.of(ZoneId.of("Europe/Berlin"));

    private final Timetable timetable = new Timetable(Period.ofYears(2));

    @ParameterizedTest
    @ValueSource(strings = {"2026-02-28T23:29:00Z", "2026-02-28T23:30:00Z", "2026-03-01T00:30:00+01:00", "2026-03-02", "2028-02-28",
        "2028-02-28T23:30:00Z"})
    void from_a_minute_ago_until_two_years_ahead_everything_can_begin(String text) {
        assertThat(timetable.begin(text, BERLIN, NOW)).isInstanceOf(DueTime.At.class);
    }

    @ParameterizedTest
    @CsvSource({"2026-02-28T23:28:59Z,past", "2026-03-01,past", "1970-01-01,past", "2028-02-28T23:30:01Z,too-far", "2028-03-01,too-far",
        "9999-12-31,too-far", "9999-12-31T23:59:59-12:00,too-far", "soon,format"})
    void what_lies_outside_is_refused(String text, String code) {
        assertThat(refused(timetable.begin(text, BERLIN, NOW)).code()).isEqualTo(code);
    }

    @Test
    void a_cancellation_has_the_same_bounds_and_its_own_advice() {
        assertThat(timetable.cancel("2026-02-28T23:29:00Z", BERLIN, NOW)).isInstanceOf(DueTime.At.class);
        assertThat(timetable.cancel("2028-02-28", BERLIN, NOW)).isInstanceOf(DueTime.At.class);
        assertThat(refused(timetable.cancel("2026-02-28T23:28:59Z", BERLIN, NOW)).message()).endsWith("leave it out to cancel as soon as possible");
        assertThat(refused(timetable.begin("2026-02-28T23:28:59Z", BERLIN, NOW)).message()).endsWith("order the activation without it to begin at once");
        assertThat(refused(timetable.cancel("2028-03-01", BERLIN, NOW)).code()).isEqualTo("too-far");
        assertThat(refused(timetable.cancel("2026-03-05", Optional.empty(), NOW)).code()).isEqualTo("time-zone-unknown");
    }

    @Test
    void two_years_from_a_leap_day_end_in_february() {
        Instant leapDay = Instant.parse("2028-02-29T12:00:00Z");

        assertThat(timetable.begin("2030-02-28T12:00:00Z", BERLIN, leapDay)).isInstanceOf(DueTime.At.class);
        assertThat(refused(timetable.begin("2030-02-28T12:00:01Z", BERLIN, leapDay)).message()).contains("after 2030-02-28T12:00:00Z");
    }

    @Test
    void the_furthest_is_the_operators_to_say() {
        Timetable week = new Timetable(Period.ofDays(7));

        assertThat(week.begin("2026-03-07T23:30:00Z", BERLIN, NOW)).isInstanceOf(DueTime.At.class);
        assertThat(refused(week.begin("2026-03-07T23:30:01Z", BERLIN, NOW)).code()).isEqualTo("too-far");
        for (Period none : new Period[] {Period.ZERO, Period.ofDays(-1)}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Timetable(none)).withMessageContaining("patchbay.schedule.furthest");
        }
    }

    @Test
    void today_has_begun_and_the_refusal_says_when() {
        DueTime.Refused no = refused(timetable.begin("2026-03-01", BERLIN, NOW));

        assertThat(no.message()).startsWith("(the start of 2026-03-01 in Europe/Berlin, 2026-02-28T23:00:00Z) lies in the past;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-05T00:00:00Z", "2026-03-04T23:00:00.000001Z", "2026-03-06", "2046-03-04"})
    void an_end_comes_after_the_beginning_within_twenty_years(String text) {
        assertThat(timetable.end(text, BERLIN, Instant.parse("2026-03-04T23:00:00Z"))).isInstanceOf(DueTime.At.class);
    }

    @ParameterizedTest
    @CsvSource({"2026-03-05,before-start", "2026-03-04T23:00:00Z,before-start", "2026-03-04T23:00:00.0000009Z,before-start",
        "2026-03-01,before-start", "later,format", "2046-03-06,too-far", "2099-01-01T00:00:00Z,too-far"})
    void an_end_at_the_beginning_or_before_it_or_absurdly_late_is_refused(String text, String code) {
        assertThat(refused(timetable.end(text, BERLIN, Instant.parse("2026-03-04T23:00:00Z"))).code()).isEqualTo(code);
    }

    @Test
    void without_a_zone_neither_may_be_a_date() {
        assertThat(refused(timetable.begin("2026-03-05", Optional.empty(), NOW)).code()).isEqualTo("time-zone-unknown");
        assertThat(refused(timetable.end("2026-03-05", Optional.empty(), NOW)).code()).isEqualTo("time-zone-unknown");
    }

    private static DueTime.Refused refused(DueTime read) {
        assertThat(read).isInstanceOf(DueTime.Refused.class);
        return (DueTime.Refused) read;
    }
}
