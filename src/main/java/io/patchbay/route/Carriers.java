package io.patchbay.route;

import io.patchbay.mapping.Problem;
import io.patchbay.mapping.ProviderUnit;
import io.patchbay.provider.Account;
import io.patchbay.provider.Connection;
import io.patchbay.routing.Configuration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The provider units and account connections that are in service on this node, and why others are not. */
public final class Carriers implements Wiring {

    private final Map<String, ProviderUnit> units = new ConcurrentHashMap<>();
    private final Map<Account, Connection> connections = new ConcurrentHashMap<>();
    private final Set<Connection> replaced = ConcurrentHashMap.newKeySet();
    private final Map<String, Connection> newest = new ConcurrentHashMap<>();
    private final Map<String, Problem> brokenUnits = new ConcurrentHashMap<>();
    private final Map<String, String> brokenAccounts = new ConcurrentHashMap<>();

    void inService(ProviderUnit unit) {
        units.put(unit.sheet().name(), unit);
    }

    void inService(Connection connection) {
        onTrial(connection);
        newest.put(connection.account().name(), connection);
        brokenAccounts.remove(connection.account().name());
    }

    /** For those on whom its account is tried out as it is configured there, and for nobody else. */
    void onTrial(Connection connection) {
        Connection before = connections.put(connection.account(), connection);
        if (before != null && before != connection) {
            replaced.add(before);
        }
    }

    /** No configuration in force names it, and nothing goes on over it any more. */
    void retired(Connection connection) {
        connections.remove(connection.account(), connection);
        replaced.remove(connection);
        newest.remove(connection.account().name(), connection);
    }

    /** All there are: also to accounts as they were configured before, for what began then. */
    Collection<Connection> all() {
        return Stream.concat(connections.values().stream(), replaced.stream()).toList();
    }

    void outOfService(String provider, Problem why) {
        brokenUnits.put(provider, why);
    }

    void outOfService(Account account, String why) {
        brokenAccounts.put(account.name(), why);
    }

    /** By provider: what is wrong with a unit that passed its own checks but whose routes cannot be loaded. */
    public Map<String, Problem> brokenUnits() {
        return Map.copyOf(brokenUnits);
    }

    /** Why an account has no connection although its provider is in service. */
    public Optional<String> broken(Account account) {
        return Optional.ofNullable(brokenAccounts.get(account.name()));
    }

    @Override
    public Optional<ProviderUnit> unit(String provider) {
        return Optional.ofNullable(units.get(provider));
    }

    @Override
    public Optional<Connection> connection(Account account) {
        return Optional.ofNullable(connections.get(account));
    }

    /** As the configuration says; where it does not know the account any more, as the last one did that knew it. */
    Optional<Connection> connection(Configuration configuration, String account) {
        Account configured = configuration.accounts().get(account);
        return configured == null ? connection(account) : connection(configured);
    }

    Optional<Connection> connection(String account) {
        return Optional.ofNullable(newest.get(account));
    }

    public Collection<Connection> connections() {
        return newest.values();
    }
}
