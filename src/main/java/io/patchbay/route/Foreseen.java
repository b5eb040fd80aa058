package io.patchbay.route;

import io.patchbay.schedule.Forecast;
import io.patchbay.schedule.ForecastRows.Late;
import io.patchbay.schedule.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What of a forecast is shown, so that no more has to be kept.
 *
 * @param finish empty if there is nothing or nobody knows
 * @param late   the first that are in jeopardy, one more than are shown where there are more
 */
record Foreseen(Pace pace, long overdue, long scheduled, Optional<Instant> finish, Duration lag, Late late) {

    static Foreseen of(Forecast forecast, Late late) {
        return new Foreseen(forecast.pace(), forecast.overdue(), forecast.scheduled(), forecast.finish(), forecast.lag(), late);
    }
}
