package io.patchbay.route;

import io.patchbay.provider.Account;
import io.patchbay.provider.Connection;
import io.patchbay.provider.Connections;
import io.patchbay.routing.Configuration;
import io.patchbay.routing.ConfigurationStore;
import io.patchbay.routing.InForce;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps a connection for each account of the configuration, with a route of its own. An account that is configured otherwise gets another
 * connection; what began on the old one ends on it, and only then is that taken away.
 */
@Component("switchboard")
class Switchboard {

    private static final Logger log = LoggerFactory.getLogger(Switchboard.class);

    /** Longer than any order takes that was decided while the old one was in force. */
    private static final Duration REST = Duration.ofMinutes(15);

    private final ConfigurationStore configurations;
    private final Connections connections;
    private final Carriers carriers;
    private final AccountRoutes routes;
    private final Clock clock;
    private final Map<Connection, Instant> unused = new ConcurrentHashMap<>();

    Switchboard(ConfigurationStore configurations, Connections connections, Carriers carriers, AccountRoutes routes, Clock clock) {
        this.configurations = configurations;
        this.connections = connections;
        this.carriers = carriers;
        this.routes = routes;
        this.clock = clock;
    }

    /** Connects the accounts in force, and from now on those of each configuration before it is. */
    void begin(CamelContext context) {
        ready(context, configurations.inForce());
        configurations.onChange(next -> ready(context, next));
    }

    private void ready(CamelContext context, InForce next) {
        next.stable().accounts().values().forEach(account -> account(context, account, () -> inService(context, account)));
        next.candidate().ifPresent(tried -> tried.configuration().accounts().values().stream()
                .filter(account -> !account.equals(next.stable().accounts().get(account.name())))
                .forEach(account -> account(context, account, () -> tried(context, next.stable(), account))));
    }

    /** A connection that was only on trial has a circuit breaker of its own, and so is none for everybody. */
    private void inService(CamelContext context, Account account) {
        carriers.connection(account).filter(known -> !known.isOnTrial()).ifPresentOrElse(carriers::inService,
                () -> carriers.unit(account.provider()).ifPresent(unit -> carriers.inService(routed(context, connections.to(account, unit.sheet())))));
    }

    /** What is tried out with an account that others use must not close it to them. */
    private void tried(CamelContext context, Configuration stable, Account account) {
        if (!stable.accounts().containsKey(account.name())) {
            inService(context, account);
        } else if (carriers.connection(account).filter(Connection::isOnTrial).isEmpty()) {
            carriers.unit(account.provider()).ifPresent(unit -> carriers.onTrial(routed(context, connections.onTrial(account, unit.sheet()))));
        }
    }

    private void account(CamelContext context, Account account, Runnable connecting) {
        try {
            connecting.run();
        } catch (RuntimeException broken) {
            carriers.outOfService(account, broken.getMessage());
            log.error("Account {} cannot be used; it stays out of service until its configuration is corrected: {}",
                    account.name(), broken.getMessage());
        }
    }

    private Connection routed(CamelContext context, Connection connection) {
        routes.add(context, connection);
        return connection;
    }

    /** Takes away connections that no configuration in force has named for so long that nothing can be left on them. */
    public void retire(CamelContext context) {
        InForce now = configurations.inForce();
        List.copyOf(carriers.all()).forEach(connection -> {
            if (now.names(connection.account()) && carriers.connection(connection.account()).filter(connection::equals).isPresent()) {
                unused.remove(connection);
            } else if (isOver(connection)) {
                remove(context, connection);
            }
        });
    }

    private boolean isOver(Connection connection) {
        Instant since = unused.computeIfAbsent(connection, fresh -> clock.instant());
        return connection.inFlight() == 0 && since.plus(REST).isBefore(clock.instant());
    }

    private void remove(CamelContext context, Connection connection) {
        carriers.retired(connection);
        unused.remove(connection);
        routes.remove(context, connection);
        connections.retired(connection);
        log.info("The connection {} of account {} was taken away: it is configured otherwise by now, and nothing goes on over it", connection.line(),
                connection.account().name());
    }
}
