package io.patchbay.route;

import io.patchbay.schedule.Forecast;
import io.patchbay.schedule.ForecastRows;
import io.patchbay.schedule.Fresh;
import io.patchbay.schedule.Horizon;
import io.patchbay.schedule.Pace;
import io.patchbay.schedule.Slot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Makes forecasts of what is due. One costs by what is promised at its account within the horizon; so what is made for whoever asks is kept for some
 * seconds, and nobody makes the database count an account again while somebody else does.
 */
@Component
class Forecasts {

    private final Map<String, Fresh<List<Slot>>> slots = new ConcurrentHashMap<>();
    private final Map<Asked, Fresh<Foreseen>> kept = new ConcurrentHashMap<>();
    private final Fresh<Function<String, Pace>> pace;
    private final ForecastRows rows;
    private final Paces paces;
    private final Horizon horizon;
    private final Clock clock;
    private final Duration fresh;

    Forecasts(ForecastRows rows, Paces paces, Horizon horizon, Clock clock, @Value("${patchbay.schedule.forecast.kept:5s}") Duration fresh) {
        this.rows = rows;
        this.paces = paces;
        this.horizon = horizon;
        this.clock = clock;
        this.fresh = fresh;
        this.pace = new Fresh<>(fresh, clock, paces::now);
    }

    /** To the microsecond, as the database keeps moments. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Of each account when it is asked for, as things stand then: one after the other, since each may have a day full of orders. */
    Function<String, Forecast> anew() {
        Function<String, Pace> now = paces.now();
        return account -> Forecast.of(now(), now.apply(account), horizon, rows.slots(account, until()));
    }

    /** What was foreseen some seconds ago at most. @param tenant whose orders count; null for everybody's */
    Foreseen lately(String account, String tenant) {
        return kept.computeIfAbsent(new Asked(account, tenant), asked -> new Fresh<>(fresh, clock, () -> foreseen(asked))).get();
    }

    private Foreseen foreseen(Asked asked) {
        List<Slot> all = slots.computeIfAbsent(asked.account(), account -> new Fresh<>(fresh, clock, () -> rows.slots(account, until()))).get();
        List<Slot> seen = asked.tenant() == null ? all : Slot.shared(all, rows.slots(asked.account(), asked.tenant(), until()));
        Forecast forecast = Forecast.of(now(), pace.get().apply(asked.account()), horizon, seen);
        return Foreseen.of(forecast, rows.late(asked.account(), forecast, asked.tenant(), ForecastView.MOST + 1));
    }

    private Instant until() {
        return now().plus(horizon.ahead());
    }

    private record Asked(String account, String tenant) {
    }
}
