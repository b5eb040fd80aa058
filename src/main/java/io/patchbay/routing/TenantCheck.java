package io.patchbay.routing;

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

    /** An offset such as +01:00 is a zone to Java, but knows no daylight saving and is hardly what was meant. */
    private static boolean isZone(String zone) {
        return ZoneId.getAvailableZoneIds().contains(zone);
    }
}
