package io.patchbay.route;

import io.patchbay.limit.Lane;
import io.patchbay.operation.Operation;
import io.patchbay.operation.Taken;
import io.patchbay.operation.Takeovers;
import io.patchbay.provider.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
 * Takes up what is owed an end: operations whose answer was lost, whose node died, or that wait for their provider. The route
 * {@code settle} tells what is done with each. All nodes do this at once; the database gives each operation to one of them.
 */
@Component("janitor")
class Janitor {

    private static final Logger log = LoggerFactory.getLogger(Janitor.class);

    /** Who reads an operation waits this long for its provider to be asked; then it is shown as it stands. */
    private static final Duration READER_WAITS = Duration.ofSeconds(2);

    private final Takeovers takeovers;
    private final Resumption resumption;
    private final Carriers carriers;
    private final Background background;
    private final CamelContext camel;
    private final ProducerTemplate routes;
    private final ExecutorService threads;

    Janitor(Takeovers takeovers, Resumption resumption, Carriers carriers, Background background, CamelContext camel, ProducerTemplate routes,
            @Qualifier("behindTheAnswer") ExecutorService threads) {
        this.takeovers = takeovers;
        this.resumption = resumption;
        this.carriers = carriers;
        this.background = background;
        this.camel = camel;
        this.routes = routes;
        this.threads = threads;
    }

    /** Takes what is due, as much as may go on beside the orders of callers who wait. @return how much that was */
    public int takeDue() {
        return takeovers.accountsDue().stream().mapToInt(account -> carriers.connection(account).map(this::takeDue).orElse(0)).sum();
    }

    private int takeDue(Connection connection) {
        int free = background.free(connection, Lane.QUEUED);
        List<Taken> due = free == 0 ? List.of() : takeovers.due(connection.account().name(), free);
        due.forEach(taken -> start(taken, connection, null));
        return due.size();
    }

    /** Asks about an operation because somebody reads it, unless its account is in maintenance; returns when that is done or the reader has waited long enough. */
    void settleForReader(Operation operation, Exchange reading) {
        carriers.connection(operation.account()).filter(connection -> !connection.isInMaintenance()).ifPresent(connection ->
                takeovers.doubtful(operation.id()).ifPresent(taken -> await(start(taken, connection, reading))));
    }

    /** @param reading who waits for it; null for nobody */
    private Future<?> start(Taken taken, Connection connection, Exchange reading) {
        background.begin(connection, Lane.QUEUED);
        try {
            return threads.submit(() -> {
                try {
                    settle(taken, reading);
                } catch (RuntimeException fault) {
                    log.error("Operation {} could not be taken up ({}); it is tried again when the lease of this node ends",
                            taken.operation().id(), fault.getClass().getName());
                } finally {
                    background.end(connection, Lane.QUEUED);
                }
            });
        } catch (RejectedExecutionException stopping) {
            background.end(connection, Lane.QUEUED);
            return CompletableFuture.completedFuture(null);
        }
    }

    private void settle(Taken taken, Exchange reading) {
        if (taken.isAbandoned()) {
            log.warn("Operation {} ({} at account {}) was left by a node that is gone: the provider may have acted, which is asked about now; what certainly was not "
                    + "done is sent again after the grace", taken.operation().id(), taken.operation().kind().word(), taken.operation().account());
        }
        Optional<Order> order = order(taken);
        order.ifPresent(found -> {
            found.forReader = reading != null;
            found.lane = found.forReader ? Lane.INTERACTIVE : Lane.QUEUED;
            routes.send("direct:settle", exchange(found, reading));
        });
    }

    private Optional<Order> order(Taken taken) {
        try {
            return Optional.of(resumption.order(taken));
        } catch (IllegalStateException sealed) {
            log.error("Operation {} cannot be taken up: {} It is tried again when the lease of this node ends", taken.operation().id(), sealed.getMessage());
        } catch (DataAccessException | TransactionException away) {
            log.warn("Operation {} could not be read ({}); it is taken up again when the lease of this node ends",
                    taken.operation().id(), away.getClass().getSimpleName());
        }
        return Optional.empty();
    }

    private Exchange exchange(Order order, Exchange reading) {
        Exchange exchange = camel.getEndpoint("direct:settle").createExchange();
        exchange.setProperty(Order.PROPERTY, order);
        if (reading != null) {
            exchange.setProperty(Door.TIME, reading.getProperty(Door.TIME));
        }
        return exchange;
    }

    private static void await(Future<?> settling) {
        try {
            settling.get(READER_WAITS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException goesOnBehind) {
            log.debug("An operation is shown to its reader while its provider is still being asked");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
