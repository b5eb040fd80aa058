package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * A plan at TelliSIM. One package lasts {@link #DAYS} days.
 *
 * @param months how many packages a recurring plan brings, one a month; 1 for a plan that does not recur
 */
record TellisimPlan(String id, String name, TellisimLabel label, int megaBytes, boolean recurring, int months) {

    static final String COVERAGE_ID = "24648a7f-8281-4af7-8fc0-19b2371b2d1d";
    private static final int DAYS = 30;

    Instant end(Instant start) {
        return start.plus(Duration.ofDays(DAYS));
    }

    /** When the package with this number begins, 0 being the first. */
    Instant startOf(int index, Instant first) {
        return first.atZone(ZoneOffset.UTC).plusMonths(index).toInstant();
    }

    ObjectNode json() {
        ObjectNode json = Json.object().put("plan_name", name).put("plan_id", id).put("coverage_id", COVERAGE_ID)
                .putNull("archived_at").put("region_code", "US").put("label", label.lower()).put("throttling", false)
                .put("recurring", recurring).put("archive", false).put("data_mega_bytes", megaBytes).put("period_days", DAYS);
        return !recurring ? json : json.put("period_iterations", months).put("nb_occurrence", months)
                .put("recurring_periodicity_type", "2").put("recurring_periodicity_frequency", 1);
    }

    ObjectNode embedded() {
        return Json.object().put("name", name).put("_id", id).put("coverage_id", COVERAGE_ID).put("region_code", "US")
                .put("label", label.spelling()).put("throttling", false).put("recurring", recurring)
                .put("data_mega_bytes", megaBytes).put("period_days", DAYS);
    }
}
