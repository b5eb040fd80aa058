package io.patchbay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TellisimPeriodTest {

    private static final Instant NOW = Instant.parse("2027-01-10T12:00:00Z");

    @ParameterizedTest
    @CsvSource({"2027-01-09T12:00:00Z,true", "2027-01-09T11:59:59.999Z,false"})
    void a_recurring_plan_may_start_exactly_24_hours_ago_and_no_earlier(String start, boolean accepted) {
        TellisimPeriod period = TellisimPeriod.of(Json.object().put("start", start), true, NOW);
        assertThat(period instanceof TellisimPeriod.Window).isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource({"2027-01-11T00:00:00Z,1", "2027-01-11T00:00:00.001Z,0"})
    void a_start_exactly_12_hours_ahead_is_packaged_at_once_and_a_later_one_is_not(String start, int packages) {
        TellisimPlan plan = new TellisimPlan("p", "Monthly", TellisimLabel.BLUE, 1024, true, 12);
        TellisimSim sim = new TellisimSim("8937103400004200001", TellisimLabel.BLUE, true, NOW);
        TellisimPeriod period = TellisimPeriod.of(Json.object().put("start", start), true, NOW);
        assertThat(new TellisimSubscription(sim, plan, "m", period, NOW).attachments(NOW)).hasSize(packages);
    }

    @Test
    void an_explicit_null_is_no_period() {
        assertThat(TellisimPeriod.of(Json.object().putNull("x").get("x"), false, NOW)).isEqualTo(new TellisimPeriod.FirstUse());
        assertThat(TellisimPeriod.of(Json.object().path("x"), true, NOW)).isEqualTo(new TellisimPeriod.FirstUse());
    }
}
