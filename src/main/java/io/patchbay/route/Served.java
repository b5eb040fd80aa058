package io.patchbay.route;

import io.patchbay.mapping.OperationRoute;
import io.patchbay.mapping.ProviderUnit;
import io.patchbay.provider.UnitVersion;
import java.util.List;

/** The version of a provider's unit that is in service on this node. */
public record Served(UnitVersion version, ProviderUnit unit, List<OperationRoute> routes) {

    String provider() {
        return unit.sheet().name();
    }

    /** The same unit, stored again under a newer number. */
    Served as(UnitVersion newer) {
        return new Served(newer, unit, routes);
    }
}
