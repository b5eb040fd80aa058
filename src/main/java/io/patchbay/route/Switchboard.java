package io.patchbay.route;

import io.patchbay.mapping.ProviderUnit;
import io.patchbay.provider.Account;
import io.patchbay.provider.Connections;
import io.patchbay.routing.Configuration;
import io.patchbay.routing.ConfigurationStore;
import io.patchbay.routing.InForce;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps the routes of each provider's unit, and a connection for each account of the configuration with a route of its own. An account that
 * is configured otherwise, or whose provider's unit has changed, gets another connection; what began on the old one ends on it, and only
 * then is that taken away. What is new is complete before any order can see it.
 */
@Component("switchboard")
class Switchboard {

    private static final Logger log = LoggerFactory.getLogger(Switchboard.class);

    /** Longer than any order takes that was decided while the old one was in force. */
    private static final Duration REST = Duration.ofMinutes(15);

    private final ConfigurationStore configurations;
    private final Connections connections;
    private final Carriers carriers;
    private final AccountRoutes accountRoutes;
    private final UnitRoutes unitRoutes;
    private final Clock clock;
    private final Map<Carrier, Instant> unused = new ConcurrentHashMap<>();
    /** The last that was made ready; it may not be in force yet. */
    private InForce coming;

    Switchboard(ConfigurationStore configurations, Connections connections, Carriers carriers, AccountRoutes accountRoutes, UnitRoutes unitRoutes,
            Clock clock) {
        this.configurations = configurations;
        this.connections = connections;
        this.carriers = carriers;
        this.accountRoutes = accountRoutes;
        this.unitRoutes = unitRoutes;
        this.clock = clock;
    }

    /** Connects the accounts in force, and from now on those of each configuration before it is. */
    void begin(CamelContext context) {
        ready(context, configurations.inForce());
        configurations.onChange(next -> ready(context, next));
    }

    /** Makes ready what is about to be in force. */
    synchronized void ready(CamelContext context, InForce next) {
        coming = next;
        accounts(next).forEach((account, trial) -> account(context, account, trial));
    }

    /** The accounts in force; true where one is only tried out, beside another configuration of it for everybody else. */
    private static Map<Account, Boolean> accounts(InForce all) {
        Map<Account, Boolean> accounts = new LinkedHashMap<>();
        Map<String, Account> stable = all.stable().accounts();
        stable.values().forEach(account -> accounts.put(account, false));
        all.candidate().map(InForce.Candidate::configuration).map(Configuration::accounts).ifPresent(tried ->
                tried.values().forEach(account -> accounts.putIfAbsent(account, stable.containsKey(account.name()))));
        return accounts;
    }

    /** What is tried out with an account that others use must not close it to them: it has a circuit breaker of its own. */
    private void account(CamelContext context, Account account, boolean trial) {
        Optional<ProviderUnit> unit = carriers.unit(account.provider());
        Optional<Carrier> known = carriers.carrier(account)
                .filter(carrier -> unit.filter(current -> current == carrier.unit()).isPresent() && carrier.connection().isOnTrial() == trial);
        try {
            known.or(() -> unit.map(current -> connected(context, account, current, trial))).ifPresent(this::place);
        } catch (RuntimeException broken) {
            carriers.outOfService(account, broken.getMessage());
            log.error("Account {} cannot be used; it stays out of service until its configuration is corrected: {}",
                    account.name(), broken.getMessage());
        }
    }

    private Carrier connected(CamelContext context, Account account, ProviderUnit unit, boolean trial) {
        Carrier carrier = new Carrier(unit, trial ? connections.onTrial(account, unit.sheet()) : connections.to(account, unit.sheet()));
        try {
            accountRoutes.add(context, carrier.connection());
        } catch (RuntimeException broken) {
            connections.retired(carrier.connection());
            throw broken;
        }
        return carrier;
    }

    private void place(Carrier carrier) {
        unused.remove(carrier);
        connections.inService(carrier.connection());
        if (carrier.connection().isOnTrial()) {
            carriers.onTrial(carrier);
        } else {
            carriers.inService(carrier);
        }
    }

    /**
     * Lets another version of a unit carry what begins from now on.
     *
     * @throws IllegalStateException if it cannot be made ready; then the one before still carries everything
     */
    synchronized void serve(CamelContext context, Served next) {
        unitRoutes.add(context, next.unit(), next.routes());
        List<Carrier> ready = new ArrayList<>();
        try {
            accountsOf(next.provider()).forEach((account, trial) -> connect(context, account, trial, next.unit(), ready));
        } catch (RuntimeException broken) {
            ready.forEach(carrier -> attempt(() -> discard(context, carrier)));
            throw new IllegalStateException(broken.getMessage(), broken);
        }
        carriers.inService(next.unit());
        ready.forEach(this::place);
    }

    /** An account that is out of service anyhow keeps no version from the others. */
    private void connect(CamelContext context, Account account, boolean trial, ProviderUnit unit, List<Carrier> ready) {
        try {
            ready.add(connected(context, account, unit, trial));
        } catch (RuntimeException broken) {
            if (carriers.carrier(account).isPresent()) {
                throw broken;
            }
            carriers.outOfService(account, broken.getMessage());
        }
    }

    private Map<Account, Boolean> accountsOf(String provider) {
        Map<Account, Boolean> accounts = new LinkedHashMap<>(accounts(configurations.inForce()));
        if (coming != null) {
            accounts.putAll(accounts(coming));
        }
        accounts.keySet().removeIf(account -> !account.provider().equals(provider));
        return accounts;
    }

    /** Nothing new is carried by a provider that no configuration names. */
    synchronized void withdraw(String provider) {
        carriers.withdrawn(provider);
    }

    /** Takes away connections that have been of no use for so long that nothing can be left on them, and units without any. */
    public synchronized void retire(CamelContext context) {
        InForce now = configurations.inForce();
        carriers.ever().forEach(carrier -> {
            if (isOfUse(carrier, now)) {
                unused.remove(carrier);
            } else if (isOver(carrier)) {
                attempt(() -> remove(context, carrier));
            }
        });
        unitRoutes.lines().stream().filter(line -> !isHeld(line)).forEach(line -> attempt(() -> {
            unitRoutes.remove(context, line);
            log.info("The routes of {} were taken away: its provider has another version by now, and no order is left on this one", line);
        }));
    }

    /** What cannot be taken away now keeps nothing else from it. */
    private static void attempt(Runnable removal) {
        try {
            removal.run();
        } catch (RuntimeException stuck) {
            log.error("What nobody uses any more could not be taken away and is tried again while the node runs: {}", stuck.getMessage());
        }
    }

    /** Also what is ready for a configuration that is about to be in force. */
    private boolean isOfUse(Carrier carrier, InForce now) {
        Account account = carrier.connection().account();
        return (now.names(account) || coming != null && coming.names(account)) && carriers.carrier(account).filter(carrier::equals).isPresent();
    }

    private boolean isHeld(String line) {
        return carriers.ever().stream().anyMatch(carrier -> carrier.unit().line().equals(line))
                || carriers.units().stream().anyMatch(unit -> unit.line().equals(line));
    }

    private boolean isOver(Carrier carrier) {
        Instant since = unused.computeIfAbsent(carrier, fresh -> clock.instant());
        return carrier.connection().inFlight() == 0 && since.plus(REST).isBefore(clock.instant());
    }

    private void remove(CamelContext context, Carrier carrier) {
        discard(context, carrier);
        carriers.retired(carrier);
        unused.remove(carrier);
        log.info("The connection {} of account {} was taken away: another one has its place by now, and nothing goes on over it",
                carrier.connection().line(), carrier.connection().account().name());
    }

    private void discard(CamelContext context, Carrier carrier) {
        accountRoutes.remove(context, carrier.connection());
        connections.retired(carrier.connection());
    }
}
