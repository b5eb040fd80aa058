package io.patchbay.route;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.patchbay.schedule.Backlog;
import io.patchbay.schedule.WakeUpRecords;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** What is paused and what waits, for whoever watches. The database is asked every few seconds at most, however often somebody looks. */
@Component
class ScheduleMetrics {

    private static final Duration FRESH = Duration.ofSeconds(5);

    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final Alarms alarms;
    private final WakeUpRecords records;
    private final Backlogs backlogs;
    private final MeterRegistry meters;
    private final Clock clock;

    ScheduleMetrics(Alarms alarms, WakeUpRecords records, Backlogs backlogs, MeterRegistry meters, Clock clock) {
        this.alarms = alarms;
        this.records = records;
        this.backlogs = backlogs;
        this.meters = meters;
        this.clock = clock;
    }

    /** Which routes there are is known once Camel has started. */
    @EventListener(ApplicationReadyEvent.class)
    void watch() {
        alarms.all().stream().map(Alarms.Alarm::name).forEach(this::watch);
    }

    private void watch(String name) {
        gauge("patchbay.schedule.paused", "1 while it is paused, over all nodes", name, () -> records.isPaused(name) ? 1 : 0);
        if (backlogs.knows(name)) {
            gauge("patchbay.schedule.backlog", "What waits for it although its moment has come, over all nodes", name, () -> figure(name, Known::due));
            gauge("patchbay.schedule.lag", "Seconds for which the oldest of it waits, over all nodes", name, () -> figure(name, this::lag));
        }
    }

    private void gauge(String metric, String description, String name, DoubleSupplier figure) {
        Gauge.builder(metric, () -> unlessAway(figure)).description(description).tag("name", name).register(meters);
    }

    private double figure(String name, ToDoubleFunction<Known> figure) {
        return figure.applyAsDouble(known.compute(name, (same, last) ->
                last != null && last.at().isAfter(clock.instant().minus(FRESH)) ? last : asked(name)));
    }

    private Known asked(String name) {
        Backlog backlog = backlogs.of(name).orElseThrow();
        return new Known(clock.instant(), backlog.due(), backlog.oldest());
    }

    private double lag(Known figures) {
        return figures.oldest() == null ? 0 : Math.max(0, Duration.between(figures.oldest(), clock.instant()).toMillis() / 1000.0);
    }

    private static double unlessAway(DoubleSupplier figure) {
        try {
            return figure.getAsDouble();
        } catch (DataAccessException | TransactionException away) {
            return Double.NaN;
        }
    }

    private record Known(Instant at, double due, Instant oldest) {
    }
}
