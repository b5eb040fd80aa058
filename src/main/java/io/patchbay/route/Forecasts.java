package io.patchbay.route;

import io.patchbay.schedule.Forecast;
import io.patchbay.schedule.ForecastRows;
import io.patchbay.schedule.Horizon;
import io.patchbay.schedule.Pace;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Makes forecasts of what is due, each from how things stand at that moment. */
@Component
class Forecasts {

    private final ForecastRows rows;
    private final Paces paces;
    private final Horizon horizon;
    private final Clock clock;

    Forecasts(ForecastRows rows, Paces paces, Horizon horizon, Clock clock) {
        this.rows = rows;
        this.paces = paces;
        this.horizon = horizon;
        this.clock = clock;
    }

    /** To the microsecond, as the database keeps moments. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * One account after the other, since each may have a day full of orders.
     *
     * @param tenant whose orders count as own; null for everybody's
     */
    void each(Collection<String> accounts, String tenant, Instant now, BiConsumer<String, Forecast> then) {
        Function<String, Pace> pace = paces.now();
        accounts.forEach(account -> then.accept(account,
                Forecast.of(now, pace.apply(account), horizon, rows.slots(account, tenant, now.plus(horizon.ahead())))));
    }
}
