package io.patchbay.route;

import io.patchbay.mapping.ProviderSheet;
import io.patchbay.mapping.ProviderUnit;
import io.patchbay.mapping.ProviderUnits;
import io.patchbay.routing.KnownProviders;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the sheets of the provider units ask of a configuration. */
public record UnitDemands(ProviderUnits units) implements KnownProviders {

    @Override
    public Set<String> names() {
        return new TreeSet<>(units.names());
    }

    @Override
    public Set<String> outOfService() {
        return units.problems().keySet();
    }

    @Override
    public Set<String> credentials(String provider) {
        return of(provider, sheet -> sheet.credentials().keySet());
    }

    @Override
    public Set<String> requiredSettings(String provider) {
        return of(provider, sheet -> sheet.settings().entrySet().stream()
                .filter(setting -> setting.getValue().required()).map(setting -> setting.getKey()).collect(Collectors.toSet()));
    }

    @Override
    public Set<String> planKeys(String provider) {
        return of(provider, sheet -> sheet.plan().entrySet().stream()
                .filter(key -> key.getValue().required()).map(key -> key.getKey()).collect(Collectors.toSet()));
    }

    private Set<String> of(String provider, Function<ProviderSheet, Set<String>> demand) {
        return units.unit(provider).map(ProviderUnit::sheet).map(demand).orElse(Set.of());
    }
}
