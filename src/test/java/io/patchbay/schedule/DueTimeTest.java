package io.patchbay.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DueTimeTest {

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin,       2027-03-28, 2027-03-27T23:00:00Z",   // the clocks go forward later that night
        "Europe/Berlin,       2027-03-29, 2027-03-28T22:00:00Z",
        "Europe/Berlin,       2027-10-31, 2027-10-30T22:00:00Z",   // and back
        "Europe/Berlin,       2027-11-01, 2027-10-31T23:00:00Z",
        "America/New_York,    2027-03-14, 2027-03-14T05:00:00Z",
        "America/New_York,    2027-03-15, 2027-03-15T04:00:00Z",
        "America/New_York,    2027-11-08, 2027-11-08T05:00:00Z",
        "Australia/Lord_Howe, 2027-10-03, 2027-10-02T13:30:00Z",   // half an hour of daylight saving
        "Australia/Lord_Howe, 2027-10-04, 2027-10-03T13:00:00Z",
        "Australia/Lord_Howe, 2027-04-05, 2027-04-04T13:30:00Z",
        "Asia/Kathmandu,      2027-01-01, 2026-12-31T18:15:00Z",
        "Pacific/Kiritimati,  2027-01-01, 2026-12-31T10:00:00Z",   // the first to see the year, a day ahead of UTC for most of it
        "Pacific/Niue,        2026-12-31, 2026-12-31T11:00:00Z",   // and the last to leave it
        "Europe/Berlin,       2028-02-29, 2028-02-28T23:00:00Z",
        "UTC,                 2028-02-29, 2028-02-29T00:00:00Z",
        "UTC,                 2027-12-31, 2027-12-31T00:00:00Z"})
    void a_date_means_its_midnight_in_the_zone(String zone, String date, Instant instant) {
        assertThat(day(date, zone).instant()).isEqualTo(instant);
        assertThat(day(date, zone).day().orElseThrow().sentence()).isEqualTo(
                date + " means the start of that day in " + zone + ", which is " + instant + ".");
    }

    @ParameterizedTest
    @CsvSource({
        "Asia/Beirut,      2027-03-28, 2027-03-27T22:00:00Z",
        "Atlantic/Azores,  2027-03-28, 2027-03-28T01:00:00Z",
        "America/Havana,   2027-03-14, 2027-03-14T05:00:00Z",
        "America/Santiago, 2027-09-05, 2027-09-05T04:00:00Z"})
    void a_midnight_that_does_not_exist_is_the_first_moment_after_the_gap(String zone, String date, Instant instant) {
        DueTime.At at = day(date, zone);

        assertThat(at.instant()).isEqualTo(instant);
        assertThat(at.moment().toString()).startsWith(date + "T01:00");
        assertThat(at.day().orElseThrow().sentence()).contains(date, zone, instant.toString()).endsWith("it is the first moment after the gap.");
    }

    @ParameterizedTest
    @CsvSource({
        "Atlantic/Azores, 2027-10-31, 2027-10-31T00:00:00Z",
        "America/Havana,  2027-11-07, 2027-11-07T04:00:00Z"})
    void a_midnight_that_comes_twice_is_the_earlier_one(String zone, String date, Instant instant) {
        DueTime.At at = day(date, zone);

        assertThat(at.instant()).isEqualTo(instant);
        assertThat(at.day().orElseThrow().sentence()).contains(date, zone, instant.toString()).endsWith("it is the earlier one.");
    }

    @Test
    void a_day_that_a_zone_left_out_altogether_begins_with_the_next_one() {
        assertThat(day("2011-12-30", "Pacific/Apia").instant()).isEqualTo("2011-12-30T10:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "2027-03-28T02:30:00+01:00,           2027-03-28T01:30:00Z",   // an hour that Berlin skips is still an instant
        "2027-03-28T02:30:00Z,                2027-03-28T02:30:00Z",
        "2027-03-28t02:30:00z,                2027-03-28T02:30:00Z",
        "2026-12-31T23:30:00-11:00,           2027-01-01T10:30:00Z",
        "2027-01-01T00:00:00.123456789+05:45, 2026-12-31T18:15:00.123456Z"})
    void a_time_with_an_offset_is_an_instant_and_needs_no_zone(String text, Instant instant) {
        for (Optional<ZoneId> zone : List.of(Optional.<ZoneId>empty(), Optional.of(ZoneId.of("Europe/Berlin")))) {
            DueTime.At at = (DueTime.At) DueTime.parse(text, zone);
            assertThat(at.instant()).isEqualTo(instant);
            assertThat(at.day()).isEmpty();
        }
    }

    @Test
    void a_date_of_somebody_without_a_zone_is_refused_and_the_way_out_is_told() {
        DueTime.Refused no = (DueTime.Refused) DueTime.parse("2027-03-28", Optional.empty());

        assertThat(no.code()).isEqualTo("time-zone-unknown");
        assertThat(no.message()).contains("no time zone is configured", "2027-03-28T00:00:00Z", "`timeZone`");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tomorrow", "2027-02-29", "2027-13-01", "2027-03-28T00:00:00", "2027-03-28T24:00:00Z", "2027-03-28T00:00:00+19:00",
        "2027-03-28 00:00:00Z", "2027-03-28T00:00:00[Europe/Berlin]", "2027-03", "20270328", "2027-W12-7", "1798761600", "T"})
    void anything_else_is_refused(String text) {
        assertThat(DueTime.parse(text, Optional.of(ZoneId.of("UTC")))).isInstanceOfSatisfying(DueTime.Refused.class,
                no -> assertThat(no.code()).isEqualTo("format"));
    }

    private static DueTime.At day(String date, String zone) {
        return (DueTime.At) DueTime.parse(date, Optional.of(ZoneId.of(zone)));
    }
}
