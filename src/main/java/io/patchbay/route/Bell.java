package io.patchbay.route;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The clock wakes one node; that one rings the others, and each does the work that the route hands to {@code direct:<route id>-here}. A
 * ring that is not heard costs nothing but time: the work is there for the next one.
 */
@Component("bell")
class Bell {

    private static final Logger log = LoggerFactory.getLogger(Bell.class);

    private static final String CHANNEL = "patchbay_work";

    private final JdbcClient jdbc;
    private final WakeUps wakeUps;
    private final CamelContext camel;
    private final ProducerTemplate routes;
    private final ExecutorService threads;
    private final String node;

    Bell(JdbcClient jdbc, Announcements announcements, WakeUps wakeUps, CamelContext camel, ProducerTemplate routes,
            @Qualifier("behindTheAnswer") ExecutorService threads, Scheduler scheduler) throws SchedulerException {
        this.jdbc = jdbc;
        this.wakeUps = wakeUps;
        this.camel = camel;
        this.routes = routes;
        this.threads = threads;
        this.node = scheduler.getSchedulerInstanceId();
        announcements.on(CHANNEL, this::heard);
    }

    /** Wakes the other nodes for the route this message began in; this one goes on by itself. */
    public void ring(Exchange exchange) {
        try {
            jdbc.sql("select pg_notify(:channel, :payload)").param("channel", CHANNEL).param("payload", node + " " + exchange.getFromRouteId())
                    .query(row -> { });
        } catch (DataAccessException away) {
            log.debug("The other nodes cannot be rung ({})", away.getClass().getSimpleName());
        }
    }

    private void heard(String payload) {
        int space = payload.lastIndexOf(' ');
        if (space > 0 && !payload.substring(0, space).equals(node)) {
            rung(payload.substring(space + 1));
        }
    }

    /** A node that is newer may ring for a route that this one does not have. */
    private void rung(String name) {
        String work = "direct:" + name + "-here";
        if (camel.isStarted() && camel.hasEndpoint(work) != null) {
            start(name, work);
        }
    }

    private void start(String name, String work) {
        try {
            threads.execute(() -> wakeUps.rung(name, woken -> routes.send(work, exchange -> exchange.setProperty(Woken.PROPERTY, woken))));
        } catch (RejectedExecutionException stopping) {
            log.debug("{} is left to the other nodes, this one stops", name);
        }
    }
}
