package io.patchbay.route;

import io.patchbay.mapping.ProviderUnit;
import io.patchbay.provider.Connection;

/**
 * What carries an order: one version of a provider's unit, and the connection that was made with that version. An order takes the two
 * together, so that it never maps by one version and sends by another.
 *
 * @param unit       null while the provider is out of service
 * @param connection null while the account cannot be used
 */
record Carrier(ProviderUnit unit, Connection connection) {

    /** Whether an order can be sent over it at this moment. */
    boolean isPassable() {
        return unit != null && connection != null && !connection.isBarred();
    }
}
