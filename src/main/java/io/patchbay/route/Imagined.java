package io.patchbay.route;

import io.patchbay.mapping.ProviderUnit;
import io.patchbay.provider.Account;
import io.patchbay.provider.Connection;
import io.patchbay.provider.Connections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Accounts as a configuration has them that need not be in force. What is placed on them is not sent. Used for one question. */
final class Imagined implements Wiring {

    private final Carriers carriers;
    private final Connections connections;
    private final boolean asTheyAre;
    private final Map<Account, Connection> thought = new HashMap<>();

    private Imagined(Carriers carriers, Connections connections, boolean asTheyAre) {
        this.carriers = carriers;
        this.connections = connections;
        this.asTheyAre = asTheyAre;
    }

    /** With the circuit breakers of this node as they are, where an account is in use just so. */
    static Imagined asTheyAre(Carriers carriers, Connections connections) {
        return new Imagined(carriers, connections, true);
    }

    /** All in good health, so that the same question always has the same answer. */
    static Imagined inGoodHealth(Carriers carriers, Connections connections) {
        return new Imagined(carriers, connections, false);
    }

    @Override
    public Optional<ProviderUnit> unit(String provider) {
        return carriers.unit(provider);
    }

    @Override
    public Optional<Connection> connection(Account account) {
        Optional<Connection> used = asTheyAre ? carriers.connection(account) : Optional.empty();
        return used.or(() -> unit(account.provider())
                .map(unit -> thought.computeIfAbsent(account, fresh -> connections.imagined(fresh, unit.sheet()))));
    }
}
