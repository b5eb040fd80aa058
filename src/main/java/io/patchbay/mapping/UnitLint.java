package io.patchbay.mapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Checks provider units as a whole: sheet, mappings, routes and contracts. Finds all problems at once. */
public final class UnitLint {
    private static final String ROUTES = ".camel.yaml";

    private UnitLint() {
    }

    /** Problems of every provider that has a sheet, a routes file or a contracts folder. */
    public static List<Problem> lint(UnitDirectories dirs) {
        return providers(dirs).stream().flatMap(provider -> lint(dirs, provider).stream()).toList();
    }

    /** Problems of one provider; empty when it may go into service. */
    public static List<Problem> lint(UnitDirectories dirs, String provider) {
        return check(dirs, provider, Clock.systemUTC()).problems();
    }

    /** Its files are read, its mappings compiled and its cases played once for all that is asked. */
    static Checked check(UnitDirectories dirs, String provider, Clock clock) {
        List<Problem> problems = new ArrayList<>();
        try {
            UnitReader reader = UnitReader.read(dirs, provider, Schemas.read(dirs), clock);
            problems.addAll(reader.problems());
            problems.addAll(new OperationLint(dirs.shown(dirs.sheet(provider)), reader.tree()).problems());
            problems.addAll(new ConnectionLint(dirs.shown(dirs.sheet(provider)), reader.tree()).problems());
            problems.addAll(new EndsLint(dirs.shown(dirs.sheet(provider)), reader.tree()).problems());
            problems.addAll(new SettlingLint(dirs.shown(dirs.sheet(provider)), reader.tree()).problems());
            problems.addAll(new MemoryLint(dirs.shown(dirs.sheet(provider)), reader.tree()).problems());
            problems.addAll(new OutcomeLint(dirs.shown(dirs.sheet(provider)), reader.tree()).problems());
            problems.addAll(new MappingLint(dirs, provider, reader.tree(), reader.imported()).problems());
            problems.addAll(new RouteLint(dirs, provider, reader.tree()).problems());
            ContractLint contracts = new ContractLint(dirs, provider, reader);
            problems.addAll(contracts.problems());
            return new Checked(List.copyOf(problems), reader.unit(), List.copyOf(contracts.differences()));
        } catch (IOException e) {
            problems.add(ProviderUnits.schemaMissing(e));
            return new Checked(List.copyOf(problems), Optional.empty(), List.of());
        }
    }

    /**
     * A unit that was looked at.
     *
     * @param problems    of its files
     * @param unit        empty as long as something keeps it from running
     * @param differences between what its contract cases say and what happens
     */
    record Checked(List<Problem> problems, Optional<ProviderUnit> unit, List<Problem> differences) {
    }

    static Set<String> providers(UnitDirectories dirs) {
        Set<String> providers = new TreeSet<>(ProviderUnits.folders(dirs.mappings().resolve("providers")));
        providers.addAll(ProviderUnits.folders(dirs.contracts().resolve("providers")));
        files(dirs.routes().resolve("providers")).stream().map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith(ROUTES))
                .forEach(name -> providers.add(name.substring(0, name.length() - ROUTES.length())));
        return providers;
    }

    /** Everything in a folder that is not hidden, in order; nothing when there is no such folder. */
    static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !entry.getFileName().toString().startsWith(".")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
