package io.patchbay.route;

import io.patchbay.mapping.ProviderUnit;
import io.patchbay.provider.Account;
import io.patchbay.provider.Connection;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The provider units and account connections that are in service on this node. */
public final class Carriers {

    private final Map<String, ProviderUnit> units = new ConcurrentHashMap<>();
    private final Map<String, Connection> connections = new ConcurrentHashMap<>();

    void inService(ProviderUnit unit) {
        units.put(unit.sheet().name(), unit);
    }

    void inService(Connection connection) {
        connections.put(connection.account().name(), connection);
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
