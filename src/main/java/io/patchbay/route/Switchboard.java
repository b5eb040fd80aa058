package io.patchbay.route;

import io.patchbay.mapping.ProviderUnit;
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
        ready(context, next.stable());
        next.candidate().ifPresent(tried -> ready(context, tried.configuration()));
    }

    private void ready(CamelContext context, Configuration configuration) {
        configuration.accounts().values().forEach(account -> account(context, account));
    }

    private void account(CamelContext context, Account account) {
        try {
            carriers.connection(account).ifPresentOrElse(carriers::inService,
                    () -> carriers.unit(account.provider()).ifPresent(unit -> connect(context, account, unit)));
        } catch (RuntimeException broken) {
            carriers.outOfService(account, broken.getMessage());
            log.error("Account {} cannot be used; it stays out of service until its configuration is corrected: {}",
                    account.name(), broken.getMessage());
        }
    }

    private void connect(CamelContext context, Account account, ProviderUnit unit) {
        Connection connection = connections.to(account, unit.sheet());
        routes.add(context, connection);
        carriers.inService(connection);
    }

    /** Takes away connections that no configuration in force has named for so long that nothing can be left on them. */
    public void retire(CamelContext context) {
        InForce now = configurations.inForce();
        List.copyOf(carriers.all()).forEach(connection -> {
            if (now.names(connection.account())) {
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
        log.info("The connection {} of account {} was taken away: it is configured otherwise by now, and nothing goes on over it", connection.line(),
                connection.account().name());
    }
}
