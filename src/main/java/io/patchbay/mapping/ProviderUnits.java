package io.patchbay.mapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All providers of the mappings directory. Immutable; a unit with problems is left out and stops no other. */
public final class ProviderUnits {
    private final Map<String, ProviderUnit> units;
    private final Map<String, List<Problem>> problems;

    private ProviderUnits(Map<String, ProviderUnit> units, Map<String, List<Problem>> problems) {
        this.units = Collections.unmodifiableMap(units);
        this.problems = Collections.unmodifiableMap(problems);
    }

    /**
     * Reads every provider folder. Only what keeps a unit from running is checked here; {@link UnitGate} asks and tells the rest.
     *
     * @param clock tells how far away a Retry-After given as a date is
     */
    public static ProviderUnits load(UnitDirectories dirs, Clock clock) {
        Map<String, ProviderUnit> units = new TreeMap<>();
        Map<String, List<Problem>> problems = new TreeMap<>();
        for (String name : folders(dirs.mappings().resolve("providers"))) {
            try {
                UnitReader reader = UnitReader.read(dirs, name, Schemas.read(dirs), clock);
                reader.unit().ifPresent(unit -> units.put(name, unit));
                problems.put(name, List.copyOf(reader.problems()));
            } catch (IOException e) {
                problems.put(name, List.of(schemaMissing(e)));
            }
        }
        problems.values().removeIf(List::isEmpty);
        return new ProviderUnits(units, problems);
    }

    public Optional<ProviderUnit> unit(String name) {
        return Optional.ofNullable(units.get(name));
    }

    /** The providers that can be used, in alphabetical order. */
    public List<String> names() {
        return List.copyOf(units.keySet());
    }

    /** Why a provider cannot be used; empty when it can, or when there is none of this name. */
    public List<Problem> problems(String name) {
        return problems.getOrDefault(name, List.of());
    }

    /** Problems by provider, of those that cannot be used. */
    public Map<String, List<Problem>> problems() {
        return problems;
    }

    /** The same units but for one, which is taken from elsewhere: as read anew, or as it was when it last was good. */
    public ProviderUnits with(String name, ProviderUnits source) {
        Map<String, ProviderUnit> changed = new TreeMap<>(units);
        Map<String, List<Problem>> found = new TreeMap<>(problems);
        changed.remove(name);
        found.remove(name);
        source.unit(name).ifPresent(unit -> changed.put(name, unit));
        if (!source.problems(name).isEmpty()) {
            found.put(name, source.problems(name));
        }
        return new ProviderUnits(changed, found);
    }

    static Problem schemaMissing(Exception fault) {
        return new Problem("contracts/schema", "", "cannot be read: " + fault.getMessage());
    }

    static List<String> folders(Path parent) {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(parent)) {
            return new ArrayList<>(entries.filter(Files::isDirectory).map(folder -> folder.getFileName().toString())
                    .filter(name -> !name.startsWith(".")).sorted().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
