package io.patchbay.route;

import io.patchbay.mapping.ProviderSheet;
import io.patchbay.mapping.ProviderUnit;
import io.patchbay.routing.KnownProviders;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the sheets of the provider units ask of a configuration: of those in service at the time.
 *
 * @param instead units to be taken instead of those in service; null = the provider is not there
 */
record UnitDemands(Units units, String provider, ProviderUnit instead) implements KnownProviders {

    static UnitDemands of(Units units) {
        return new UnitDemands(units, null, null);
    }

    /** If one provider had another unit. @param unit null = none at all */
    static UnitDemands with(Units units, String provider, ProviderUnit unit) {
        return new UnitDemands(units, provider, unit);
    }

    @Override
    public Set<String> names() {
        Set<String> names = new TreeSet<>(units.names());
        if (provider != null) {
            names.remove(provider);
        }
        if (instead != null) {
            names.add(provider);
        }
        return names;
    }

    @Override
    public Set<String> outOfService() {
        Set<String> names = new TreeSet<>(units.outOfService());
        if (provider != null) {
            names.remove(provider);
        }
        return names;
    }

    @Override
    public Set<String> credentials(String name) {
        return names(name, sheet -> sheet.credentials(), credential -> credential.required());
    }

    @Override
    public Set<String> optionalCredentials(String name) {
        return names(name, sheet -> sheet.credentials(), credential -> !credential.required());
    }

    @Override
    public Set<String> requiredSettings(String name) {
        return names(name, sheet -> sheet.settings(), setting -> setting.required());
    }

    @Override
    public Set<String> planKeys(String name) {
        return names(name, sheet -> sheet.plan(), key -> key.required());
    }

    private <V> Set<String> names(String name, Function<ProviderSheet, Map<String, V>> part, Predicate<V> wanted) {
        ProviderUnit unit = name.equals(provider) ? instead : units.unit(name).orElse(null);
        return unit == null ? Set.of() : part.apply(unit.sheet()).entrySet().stream().filter(entry -> wanted.test(entry.getValue()))
                .map(Entry::getKey).collect(Collectors.toSet());
    }
}
