package io.patchbay.routing;

import java.util.Map;
import java.util.Set;

/** The three providers of the demo, as far as a configuration is concerned. */
class DemoProviders implements KnownProviders {

    private static final Map<String, Set<String>> CREDENTIALS = Map.of(
            "connect", Set.of("apiKey"), "telegent", Set.of("accountKey", "accountSecret"), "tellisim", Set.of("apiKey"));
    private static final Map<String, Set<String>> PLANS = Map.of(
            "connect", Set.of("productOfferingId"), "telegent", Set.of("packageId"), "tellisim", Set.of("planId"));

    @Override
    public Set<String> names() {
        return CREDENTIALS.keySet();
    }

    @Override
    public Set<String> credentials(String provider) {
        return CREDENTIALS.getOrDefault(provider, Set.of());
    }

    @Override
    public Set<String> requiredSettings(String provider) {
        return Set.of();
    }

    @Override
    public Set<String> planKeys(String provider) {
        return PLANS.getOrDefault(provider, Set.of());
    }
}
