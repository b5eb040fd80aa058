package io.patchbay.route;

import io.patchbay.limit.Lane;
import io.patchbay.mapping.Retry;
import io.patchbay.provider.Connection;
import io.patchbay.schedule.DueKind;
import io.patchbay.schedule.DueTask;
import io.patchbay.schedule.DueWork;
import io.patchbay.schedule.WakeUpRecords;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Takes up what is due, account by account and side by side, as fast as the provider's limit and the callers who wait leave room for. All
 * nodes do this at once; the database gives each promise to one of them.
 */
@Component("dueWorker")
class DueWorker {

    private static final Logger log = LoggerFactory.getLogger(DueWorker.class);

    /** A node that died with a claim leaves it for no longer than this. One that is slower does no harm: the order is not made twice. */
    private static final Duration CLAIM = Duration.ofMinutes(1);

    /** Taken at once for each that may go on at the same time: enough that taking costs little, and little for a node that dies to leave behind. */
    private static final int AHEAD = 8;

    private static final Retry AGAIN = new Retry(Integer.MAX_VALUE, Duration.ofSeconds(1), Duration.ofMinutes(1));

    private final DueWork due;
    private final WakeUpRecords wakeUps;
    private final Carriers carriers;
    private final Background background;
    private final CamelContext camel;
    private final ProducerTemplate routes;
    private final ExecutorService threads;
    private final Set<String> draining = ConcurrentHashMap.newKeySet();

    DueWorker(DueWork due, WakeUpRecords wakeUps, Carriers carriers, Background background, CamelContext camel, ProducerTemplate routes,
            @Qualifier("behindTheAnswer") ExecutorService threads) {
        this.due = due;
        this.wakeUps = wakeUps;
        this.carriers = carriers;
        this.background = background;
        this.camel = camel;
        this.routes = routes;
        this.threads = threads;
    }

    /** Activations and ends that were promised for by now. */
    public void carryOut() {
        take(new Work("carry-out-due", Lane.DUE, "direct:carry-out", DueKind.ACTIVATE, DueKind.END));
    }

    /** Subscriptions whose provider is to be asked by now. */
    public void look() {
        take(new Work("look-due", Lane.POLLING, "direct:look", DueKind.LOOK));
    }

    private void take(Work work) {
        List<String> accounts = carriers.connections().stream().map(connection -> connection.account().name()).toList();
        due.accountsDue(accounts, work.kinds()).forEach(account -> carriers.connection(account).ifPresent(connection -> begin(connection, work)));
    }

    /** An account that is being worked on is not begun twice on one node. */
    private void begin(Connection connection, Work work) {
        String place = work.name() + " " + connection.account().name();
        if (draining.add(place)) {
            try {
                threads.execute(() -> drain(place, connection, work));
            } catch (RejectedExecutionException stopping) {
                draining.remove(place);
            }
        }
    }

    private void drain(String place, Connection connection, Work work) {
        try {
            int room = background.free(connection, work.lane());
            while (room > 0 && !camel.isStopping() && took(connection, work, room) && !wakeUps.isPaused(work.name())) {
                room = background.free(connection, work.lane());
            }
        } catch (DataAccessException | TransactionException away) {
            log.warn("What is due of account {} cannot be taken up ({}); tried again at the next turn", connection.account().name(), away.getClass().getSimpleName());
        } catch (InterruptedException | RejectedExecutionException stopping) {
            Thread.currentThread().interrupt();
        } finally {
            draining.remove(place);
        }
    }

    /** Takes some and sees to them, so many at a time. @return false if there was none */
    private boolean took(Connection connection, Work work, int room) throws InterruptedException {
        int most = connection.requestsPerMinute() == 0 ? room * AHEAD : room;
        List<DueTask> tasks = due.take(connection.account().name(), most, CLAIM, work.kinds());
        Semaphore places = new Semaphore(room);
        for (DueTask task : tasks) {
            places.acquire();
            start(task, connection, work, places);
        }
        places.acquire(room);
        return !tasks.isEmpty();
    }

    private void start(DueTask task, Connection connection, Work work, Semaphore places) {
        background.begin(connection, work.lane());
        threads.execute(() -> {
            try {
                see(task, connection, work.route());
            } catch (RuntimeException fault) {
                log.error("What is due of subscription {} could not be taken up ({}); it is tried again within {}", task.subscriptionId(),
                        fault.getClass().getName(), CLAIM);
            } finally {
                background.end(connection, work.lane());
                places.release();
            }
        });
    }

    private void see(DueTask task, Connection connection, String route) {
        Exchange exchange = camel.getEndpoint(route).createExchange();
        exchange.setProperty(DueOrders.TASK, task);
        routes.send(route, exchange);
        Order order = Order.of(exchange);
        if (order == null || order.opened == null) {
            due.rest(task, task.kind() == DueKind.LOOK ? connection.sheet().polling().wait(task.tries() - 1) : AGAIN.wait(task.tries() - 1));
        }
    }

    /**
     * @param name  of the wake-up it is done for
     * @param route that one task goes through
     */
    private record Work(String name, Lane lane, String route, DueKind... kinds) {
    }
}
