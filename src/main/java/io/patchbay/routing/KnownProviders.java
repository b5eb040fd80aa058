package io.patchbay.routing;

import java.util.Set;

/** What the provider units ask of a configuration. An unknown provider asks for nothing. */
public interface KnownProviders {

    Set<String> names();

    /**
     * Providers that have files but are out of service until these are put right. What such a one asks for cannot be known, so
     * nothing that refers to it is a fault of the configuration.
     */
    default Set<String> outOfService() {
        return Set.of();
    }

    /** The credentials an account of this provider must reference. */
    Set<String> credentials(String provider);

    /** The credentials it may reference beside those; others are refused. */
    default Set<String> optionalCredentials(String provider) {
        return Set.of();
    }

    /** The settings an account of this provider must give; more may be given. */
    Set<String> requiredSettings(String provider);

    /** The keys an offering's plan for this provider must give; more may be given. */
    Set<String> planKeys(String provider);
}
