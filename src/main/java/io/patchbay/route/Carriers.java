package io.patchbay.route;

import io.patchbay.mapping.Problem;
import io.patchbay.mapping.ProviderUnit;
import io.patchbay.provider.Account;
import io.patchbay.provider.Connection;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The provider units and account connections that are in service on this node, and why others are not. */
public final class Carriers {

    private final Map<String, ProviderUnit> units = new ConcurrentHashMap<>();
    private final Map<String, Connection> connections = new ConcurrentHashMap<>();
    private final Map<String, Problem> brokenUnits = new ConcurrentHashMap<>();
    private final Map<String, String> brokenAccounts = new ConcurrentHashMap<>();

    void inService(ProviderUnit unit) {
        units.put(unit.sheet().name(), unit);
    }

    void inService(Connection connection) {
        connections.put(connection.account().name(), connection);
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

    Optional<ProviderUnit> unit(String provider) {
        return Optional.ofNullable(units.get(provider));
    }

    public Optional<Connection> connection(Account account) {
        return connection(account.name());
    }

    Optional<Connection> connection(String account) {
        return Optional.ofNullable(connections.get(account));
    }

    public Collection<Connection> connections() {
        return connections.values();
    }
}
