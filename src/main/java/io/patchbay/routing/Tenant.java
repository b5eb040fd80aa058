package io.patchbay.routing;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * A reseller.
 *
 * @param timeZone what a date without time means when it comes from this tenant; empty if it may send none
 */
public record Tenant(String name, String title, Mode mode, Optional<ZoneId> timeZone, List<ApiKey> keys) {

    public Tenant {
        keys = List.copyOf(keys);
    }
}
