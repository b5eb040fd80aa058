package io.patchbay.route;

import io.micrometer.core.instrument.MeterRegistry;
import io.patchbay.schedule.Run;
import io.patchbay.schedule.WakeUpRecords;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * The first and the last step of every route that the clock wakes. Quartz goes on waking a paused route, and nothing comes of it: what is
 * paused is said in a table of ours, where a person's reason stands beside it.
 */
@Component("wakeUps")
class WakeUps {

    private static final Logger log = LoggerFactory.getLogger(WakeUps.class);

    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final WakeUpRecords records;
    private final MeterRegistry meters;
    private final Clock clock;
    private final String node;

    WakeUps(WakeUpRecords records, MeterRegistry meters, Clock clock, Scheduler scheduler) throws SchedulerException {
        this.records = records;
        this.meters = meters;
        this.clock = clock;
        this.node = scheduler.getSchedulerInstanceId();
    }

    /** Ends the message if the route is paused, or if this node is still at what it was woken for before. */
    public void begin(Exchange exchange) {
        Woken woken = new Woken(exchange.getFromRouteId(), now(), false);
        exchange.setProperty(Woken.PROPERTY, woken);
        if (records.isPaused(woken.name())) {
            leave(exchange, woken, "paused");
        } else if (!busy.add(woken.name())) {
            leave(exchange, woken, "overlapped");
        } else {
            exchange.getExchangeExtension().addOnCompletion(new Release(woken.name()));
        }
    }

    private void leave(Exchange exchange, Woken woken, String why) {
        count(woken, why);
        exchange.setRouteStop(true);
    }

    /** Writes the wake-up down; an integer as the body is what there was to do. */
    public void end(Exchange exchange) {
        Woken woken = exchange.getProperty(Woken.PROPERTY, Woken.class);
        Integer found = exchange.getMessage().getBody() instanceof Integer number ? number : null;
        records.ended(woken.name(), new Run(woken.began(), now(), node, found, null));
        count(woken, "done");
    }

    /** The work went wrong; the next wake-up comes all the same. */
    void failed(Woken woken, Throwable fault) {
        count(woken, "failed");
        try {
            if (!woken.rung()) {
                records.ended(woken.name(), new Run(woken.began(), now(), node, null, fault.getClass().getName()));
            }
        } catch (DataAccessException | TransactionException away) {
            log.debug("What became of {} cannot be written down ({})", woken.name(), away.getClass().getSimpleName());
        }
    }

    /** Does work that the clock woke another node for, unless this one is at it already. */
    void rung(String name, Consumer<Woken> work) {
        if (busy.add(name)) {
            Woken woken = new Woken(name, now(), true);
            count(woken, "rung");
            try {
                work.accept(woken);
            } finally {
                busy.remove(name);
            }
        }
    }

    private void count(Woken woken, String result) {
        meters.counter("patchbay.schedule.runs", "name", woken.name(), "result", result).increment();
    }

    private Instant now() {
        return clock.instant();
    }

    private final class Release extends SynchronizationAdapter {

        private final String name;

        private Release(String name) {
            this.name = name;
        }

        @Override
        public void onDone(Exchange exchange) {
            busy.remove(name);
        }
    }
}
