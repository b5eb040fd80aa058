package io.patchbay.route;

import io.patchbay.mapping.ProviderSheet;
import io.patchbay.mapping.ProviderUnit;
import io.patchbay.mapping.ProviderUnits;
import io.patchbay.routing.KnownProviders;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What the sheets of the provider units ask of a configuration, at the time they are asked. */
public final class UnitDemands implements KnownProviders {

    private final Supplier<Set<String>> names;
    private final Supplier<Set<String>> outOfService;
    private final Function<String, Optional<ProviderUnit>> unit;

    private UnitDemands(Supplier<Set<String>> names, Supplier<Set<String>> outOfService, Function<String, Optional<ProviderUnit>> unit) {
        this.names = names;
        this.outOfService = outOfService;
        this.unit = unit;
    }

    /** Of units that were read once. */
    public UnitDemands(ProviderUnits units) {
        this(() -> new TreeSet<>(units.names()), () -> units.problems().keySet(), units::unit);
    }

    /** Of those in service on this node. */
    static UnitDemands of(Units units) {
        return new UnitDemands(units::names, units::outOfService, units::unit);
    }

    /** If one provider had another unit. @param instead null = none at all */
    UnitDemands with(String provider, ProviderUnit instead) {
        return new UnitDemands(() -> names(provider, instead != null), () -> without(outOfService.get(), provider),
                name -> name.equals(provider) ? Optional.ofNullable(instead) : unit.apply(name));
    }

    private Set<String> names(String provider, boolean isThere) {
        Set<String> changed = without(names.get(), provider);
        if (isThere) {
            changed.add(provider);
        }
        return changed;
    }

    private static Set<String> without(Set<String> names, String provider) {
        Set<String> left = new TreeSet<>(names);
        left.remove(provider);
        return left;
    }

    @Override
    public Set<String> names() {
        return names.get();
    }

    @Override
    public Set<String> outOfService() {
        return outOfService.get();
    }

    @Override
    public Set<String> credentials(String provider) {
        return asked(provider, ProviderSheet::credentials, credential -> credential.required());
    }

    @Override
    public Set<String> optionalCredentials(String provider) {
        return asked(provider, ProviderSheet::credentials, credential -> !credential.required());
    }

    @Override
    public Set<String> requiredSettings(String provider) {
        return asked(provider, ProviderSheet::settings, setting -> setting.required());
    }

    @Override
    public Set<String> planKeys(String provider) {
        return asked(provider, ProviderSheet::plan, key -> key.required());
    }

    private <V> Set<String> asked(String provider, Function<ProviderSheet, Map<String, V>> part, Predicate<V> wanted) {
        return unit.apply(provider).map(ProviderUnit::sheet).map(part).orElse(Map.of()).entrySet().stream()
                .filter(entry -> wanted.test(entry.getValue())).map(Entry::getKey).collect(Collectors.toSet());
    }
}
