package io.patchbay.routing;

import java.time.ZoneId;
import java.util.List;

/**
 * A reseller.
 *
 * @param timeZone what a date without time means when it comes from this tenant
 */
public record Tenant(String name, String title, Mode mode, ZoneId timeZone, List<ApiKey> keys) {

    public Tenant {
        keys = List.copyOf(keys);
    }
}
