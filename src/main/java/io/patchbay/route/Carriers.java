package io.patchbay.route;

import io.patchbay.mapping.ProviderUnit;
import io.patchbay.provider.Account;
import io.patchbay.provider.Connection;
import io.patchbay.routing.Configuration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The provider units and account connections that are in service on this node, and why others are not. */
public final class Carriers implements Wiring {

    private final Map<String, ProviderUnit> units = new ConcurrentHashMap<>();
    private final Map<Account, Carrier> carriers = new ConcurrentHashMap<>();
    private final Map<String, Carrier> newest = new ConcurrentHashMap<>();
    private final Set<Carrier> all = ConcurrentHashMap.newKeySet();
    private final Map<String, String> brokenAccounts = new ConcurrentHashMap<>();

    void inService(ProviderUnit unit) {
        units.put(unit.sheet().name(), unit);
    }

    void inService(Carrier carrier) {
        onTrial(carrier);
        newest.put(carrier.connection().account().name(), carrier);
        brokenAccounts.remove(carrier.connection().account().name());
    }

    /** For those on whom its account is tried out as it is configured there, and for nobody else. */
    void onTrial(Carrier carrier) {
        all.add(carrier);
        carriers.put(carrier.connection().account(), carrier);
    }

    /** Nothing new is carried by the provider; what has begun goes on. */
    void withdrawn(String provider) {
        units.remove(provider);
        carriers.values().removeIf(carrier -> carrier.unit().sheet().name().equals(provider));
        newest.values().removeIf(carrier -> carrier.unit().sheet().name().equals(provider));
    }

    /** No configuration in force names it, or its unit is not the newest any more, and nothing goes on over it. */
    void retired(Carrier carrier) {
        Account account = carrier.connection().account();
        all.remove(carrier);
        carriers.remove(account, carrier);
        newest.remove(account.name(), carrier);
    }

    /** All there are: also to accounts as they were configured before, and by older versions of units, for what began then. */
    Collection<Carrier> ever() {
        return List.copyOf(all);
    }

    Collection<Connection> all() {
        return all.stream().map(Carrier::connection).toList();
    }

    void outOfService(Account account, String why) {
        brokenAccounts.put(account.name(), why);
    }

    /** Why an account has no connection although its provider is in service. */
    public Optional<String> broken(Account account) {
        return Optional.ofNullable(brokenAccounts.get(account.name()));
    }

    /** The version of a provider's unit that new orders are carried by. */
    @Override
    public Optional<ProviderUnit> unit(String provider) {
        return Optional.ofNullable(units.get(provider));
    }

    Collection<ProviderUnit> units() {
        return units.values();
    }

    /** What new orders to an account exactly as it is configured are carried by; without a connection, the unit alone. */
    @Override
    public Carrier to(Account account) {
        return carrier(account).orElseGet(() -> new Carrier(units.get(account.provider()), null));
    }

    /**
     * What orders to the holder of a subscription are carried by. As the configuration says; where it does not know the account any more, as
     * the last one did that knew it. An account that belongs to another provider by now does not carry them.
     */
    Carrier to(Configuration configuration, String provider, String account) {
        Account configured = configuration.accounts().get(account);
        return (configured == null ? Optional.ofNullable(newest.get(account)) : carrier(configured))
                .filter(carrier -> carrier.connection().account().provider().equals(provider))
                .orElseGet(() -> new Carrier(units.get(provider), null));
    }

    /** What can carry an order to an account exactly as it is configured. */
    Optional<Carrier> carrier(Account account) {
        return Optional.ofNullable(carriers.get(account));
    }

    /** The connection to an account exactly as it is configured. */
    @Override
    public Optional<Connection> connection(Account account) {
        return carrier(account).map(Carrier::connection);
    }

    Optional<Connection> connection(String account) {
        return Optional.ofNullable(newest.get(account)).map(Carrier::connection);
    }

    public Collection<Connection> connections() {
        return newest.values().stream().map(Carrier::connection).toList();
    }
}
