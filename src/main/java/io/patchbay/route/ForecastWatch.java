package io.patchbay.route;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.patchbay.operation.Warnings;
import io.patchbay.schedule.Forecast;
import io.patchbay.schedule.ForecastRows;
import io.patchbay.schedule.Jeopardy;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Looks ahead, account by account, and says of each order that will be late or is late that it is: to whoever ordered it and to operators. Any
 * node may do so, and doing it twice says nothing twice.
 */
@Component("forecastWatch")
class ForecastWatch {

    private static final Logger log = LoggerFactory.getLogger(ForecastWatch.class);

    private final ForecastRows rows;
    private final Forecasts forecasts;
    private final Warnings warnings;
    private final MeterRegistry meters;

    ForecastWatch(ForecastRows rows, Forecasts forecasts, Warnings warnings, MeterRegistry meters) {
        this.rows = rows;
        this.forecasts = forecasts;
        this.warnings = warnings;
        this.meters = meters;
    }

    public void watch() {
        forecasts.each(rows.accounts(), null, forecasts.now(), this::see);
    }

    private void see(String account, Forecast forecast) {
        Warnings.Change change = warnings.write(account, forecast);
        change.told().forEach((jeopardy, orders) -> counter(account, jeopardy).increment(orders));
        if (change.worse()) {
            log.warn("Orders of account {} are in jeopardy: {} will miss their window of {}, {} have missed it. {}", account, forecast.late(Jeopardy.AT_RISK),
                    forecast.horizon().window(), forecast.late(Jeopardy.MISSED), advice(forecast));
        }
    }

    private static String advice(Forecast forecast) {
        return forecast.pace().isStopped() ? "Nothing is carried out there because " + forecast.pace().stopped() + ": see to that first"
                : "It carries out about " + Math.round(forecast.pace().perMinute().orElseThrow()) + " a minute and is through at "
                + forecast.finish().map(finish -> finish.truncatedTo(ChronoUnit.SECONDS).toString()).orElse("no known time")
                + ": have its limit raised, or have resellers move orders to another time";
    }

    private Counter counter(String account, Jeopardy jeopardy) {
        return Counter.builder("patchbay.schedule.jeopardy")
                .description("Orders that were found to miss their window, or to have missed it")
                .tags("account", account, "state", jeopardy.name())
                .register(meters);
    }
}
