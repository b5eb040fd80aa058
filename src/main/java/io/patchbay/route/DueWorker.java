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

    /** What a node that died had claimed waits no longer than this. One that is slower does no harm: the order is not made twice. */
    private static final Duration CLAIM = Duration.ofSeconds(15);

    /** What was carried out only to be refused for the time being, such as for the gateway's credentials, comes again ever more seldom. */
    private static final Retry AFTER_ALL = new Retry(Integer.MAX_VALUE, Duration.ofSeconds(15), Duration.ofHours(1));

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
    private final RefusedAccounts refused;

    DueWorker(DueWork due, WakeUpRecords wakeUps, Carriers carriers, Background background, RefusedAccounts refused, CamelContext camel,
            ProducerTemplate routes, @Qualifier("behindTheAnswer") ExecutorService threads) {
        this.due = due;
        this.wakeUps = wakeUps;
        this.carriers = carriers;
        this.background = background;
        this.refused = refused;
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
        int places = background.free(connection, work.lane());
        Semaphore free = new Semaphore(places);
        try {
            while (places > 0 && goesOn(connection, work) && took(connection, work, free)) {
                int over = refused.isSuspect(connection) ? places : Math.ceilDiv(places, 2);
                free.acquire(over);
                free.release(over);
            }
        } catch (DataAccessException | TransactionException away) {
            log.warn("What is due of account {} cannot be taken up ({}); tried again at the next turn", connection.account().name(), away.getClass().getSimpleName());
        } catch (InterruptedException | RejectedExecutionException stopping) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException fault) {
            log.error("What is due of account {} cannot be taken up for a mistake in the gateway ({}); tried again at the next turn", connection.account().name(),
                    fault.getClass().getName());
        } finally {
            draining.remove(place);
        }
    }

    private boolean goesOn(Connection connection, Work work) {
        return !camel.isStopping() && !wakeUps.isPaused(work.name()) && !refused.isRefused(connection) && background.free(connection, work.lane()) > 0;
    }

    /** Takes some more while others are still under way. @return false if there was none */
    private boolean took(Connection connection, Work work, Semaphore free) throws InterruptedException {
        List<DueTask> tasks = due.take(connection.account().name(), most(connection, free), CLAIM, work.kinds());
        List<DueTask> first = tasks.stream().filter(DueWorker::isFirstLook).toList();
        due.rest(first, connection.sheet().polling().wait(0));
        for (DueTask task : tasks) {
            if (!isFirstLook(task)) {
                free.acquire();
                start(task, connection, work, free);
            }
        }
        return !tasks.isEmpty();
    }

    /** It is left out: only now is it known how long the provider is given. */
    private static boolean isFirstLook(DueTask task) {
        return task.kind() == DueKind.LOOK && task.tries() == 1;
    }

    /** Where each request counts, or where it is not known whether any will pass, no more than can leave now. */
    private int most(Connection connection, Semaphore free) {
        boolean sparing = connection.requestsPerMinute() > 0 || connection.isFindingOut();
        int places = Math.max(1, free.availablePermits());
        return refused.isSuspect(connection) ? 1 : sparing ? places : places * AHEAD;
    }

    private void start(DueTask task, Connection connection, Work work, Semaphore free) {
        background.begin(connection, work.lane());
        threads.execute(() -> {
            try {
                see(task, connection, work.route());
            } catch (RuntimeException fault) {
                log.error("What is due of subscription {} could not be taken up ({}); it is tried again within {}", task.subscriptionId(),
                        fault.getClass().getName(), CLAIM);
            } finally {
                background.end(connection, work.lane());
                free.release();
            }
        });
    }

    private void see(DueTask task, Connection connection, String route) {
        Exchange exchange = camel.getEndpoint(route).createExchange();
        exchange.setProperty(DueOrders.TASK, task);
        routes.send(route, exchange);
        Order order = Order.of(exchange);
        refused.heard(connection, order);
        if (task.kind() == DueKind.LOOK) {
            boolean told = Looks.wasAnswered(order);
            due.rest(task, connection.sheet().polling().wait(told ? task.tries() - 1 : 0), told);
        } else {
            due.rest(task, (order == null || order.opened == null ? AGAIN : AFTER_ALL).wait(task.tries() - 1), true);
        }
    }

    /**
     * @param name  of the wake-up it is done for
     * @param route that one task goes through
     */
    private record Work(String name, Lane lane, String route, DueKind... kinds) {
    }
}
