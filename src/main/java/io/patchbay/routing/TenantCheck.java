package io.patchbay.routing;

import java.time.DateTimeException;
import java.time.ZoneId;

final class TenantCheck implements ConfigurationCheck {

    @Override
    public void check(Draft draft, KnownProviders known) {
        draft.entries("tenants").forEach((name, tenant) -> {
            String zone = tenant.path("timeZone").asText();
            if (!zone.isEmpty() && !isZone(zone)) {
                draft.problem(Draft.below("/tenants", name) + "/timeZone",
                        "unknown time zone " + zone + "; use an IANA name such as Europe/Stockholm");
            }
        });
    }

    private static boolean isZone(String zone) {
        try {
            ZoneId.of(zone);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
