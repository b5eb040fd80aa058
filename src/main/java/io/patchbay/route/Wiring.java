package io.patchbay.route;

import io.patchbay.mapping.ProviderUnit;
import io.patchbay.provider.Account;
import io.patchbay.provider.Connection;
import java.util.Optional;

/** What an order can be carried over: the accounts and provider units there are, or those that are only thought of. */
interface Wiring {

    Optional<ProviderUnit> unit(String provider);

    /** The connection to an account exactly as it is configured. */
    Optional<Connection> connection(Account account);

    /** Unit and connection together, of one version: what an order to an account exactly as it is configured is carried by. */
    default Carrier to(Account account) {
        return new Carrier(unit(account.provider()).orElse(null), connection(account).orElse(null));
    }
}
