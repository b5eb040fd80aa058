package io.patchbay.mapping;

import java.nio.file.Path;
import java.util.Optional;

/** Where provider units live; the schemas are in {@code contracts/schema}. */
public record UnitDirectories(Path routes, Path mappings, Path contracts) {

    Path sheet(String provider) {
        return mappingsOf(provider).resolve("provider.yaml");
    }

    Path mappingsOf(String provider) {
        return mappings.resolve("providers").resolve(provider);
    }

    Path routeOf(String provider) {
        return routes.resolve("providers").resolve(provider + ".camel.yaml");
    }

    Path contractsOf(String provider) {
        return contracts.resolve("providers").resolve(provider);
    }

    Path schema(String name) {
        return contracts.resolve("schema").resolve(name + ".schema.json");
    }

    /** The path as a person working in the repository would write it, with forward slashes. */
    String shown(Path file) {
        return shown(file, routes, "routes").or(() -> shown(file, mappings, "mappings"))
                .or(() -> shown(file, contracts, "contracts")).orElse(file.toString());
    }

    private static Optional<String> shown(Path file, Path root, String name) {
        return file.startsWith(root)
                ? Optional.of((name + "/" + root.relativize(file)).replace('\\', '/'))
                : Optional.empty();
    }
}
