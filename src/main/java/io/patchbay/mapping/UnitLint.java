package io.patchbay.mapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Checks provider units as a whole: sheet, mappings, routes and contracts. Finds all problems at once and runs no case. */
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
        List<Problem> problems = new ArrayList<>();
        try {
            UnitReader reader = UnitReader.read(dirs, provider, Schemas.read(dirs), Clock.systemUTC());
            problems.addAll(reader.problems());
            problems.addAll(new OperationLint(dirs.shown(dirs.sheet(provider)), reader.tree()).problems());
            problems.addAll(new ConnectionLint(dirs.shown(dirs.sheet(provider)), reader.tree()).problems());
            problems.addAll(new EndsLint(dirs.shown(dirs.sheet(provider)), reader.tree()).problems());
            problems.addAll(new SettlingLint(dirs.shown(dirs.sheet(provider)), reader.tree()).problems());
            problems.addAll(new MemoryLint(dirs.shown(dirs.sheet(provider)), reader.tree()).problems());
            problems.addAll(new OutcomeLint(dirs.shown(dirs.sheet(provider)), reader.tree()).problems());
            problems.addAll(new MappingLint(dirs, provider, reader.tree(), reader.imported()).problems());
            problems.addAll(new RouteLint(dirs, provider, reader.tree()).problems());
            problems.addAll(new ContractLint(dirs, provider, reader).problems());
        } catch (IOException e) {
            problems.add(ProviderUnits.schemaMissing(e));
        }
        return List.copyOf(problems);
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
