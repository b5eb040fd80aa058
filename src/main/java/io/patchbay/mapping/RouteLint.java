package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Checks that a routes file runs exactly the operations a sheet offers, each through the template that befits it. */
final class RouteLint {
    private final String provider;
    private final Path path;
    private final String file;
    private final JsonNode sheet;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> routed = new HashSet<>();

    RouteLint(UnitDirectories dirs, String provider, JsonNode sheet) {
        this.provider = provider;
        this.path = dirs.routeOf(provider);
        this.file = dirs.shown(path);
        this.sheet = sheet;
    }

    List<Problem> problems() {
        if (!Files.exists(path)) {
            problem("", "is missing");
            return problems;
        }
        try {
            routes(Trees.yaml(path));
        } catch (IOException e) {
            problem("", "is no readable YAML: " + e.getMessage());
        }
        return problems;
    }

    private void routes(JsonNode routes) {
        if (!routes.isArray()) {
            problem("", "is no list of templated routes");
            return;
        }
        for (int i = 0; i < routes.size(); i++) {
            route("/" + i, routes.get(i));
        }
        sheet.path("operations").fieldNames().forEachRemaining(operation -> {
            if (!routed.contains(operation)) {
                problem("", "runs no " + operation + ", which the provider offers");
            }
        });
    }

    private void route(String pointer, JsonNode entry) {
        JsonNode route = entry.path("templatedRoute");
        if (!route.isObject() || entry.size() != 1) {
            problem(pointer, "is no templatedRoute; a provider's routes file holds nothing else");
            return;
        }
        Map<String, String> parameters = new TreeMap<>();
        route.path("parameters").forEach(parameter -> parameters.put(parameter.path("name").asText(), parameter.path("value").asText()));
        String word = parameters.getOrDefault("operation", "");
        expected(pointer + "/templatedRoute/parameters", new TreeMap<>(Map.of("provider", provider, "operation", word)).toString(), parameters.toString());
        expected(pointer + "/templatedRoute/routeId", provider + "." + word, route.path("routeId").asText());
        template(pointer, route, word);
    }

    private void template(String pointer, JsonNode route, String word) {
        Optional<CanonicalOperation> operation = CanonicalOperation.of(word);
        if (operation.isEmpty() || !sheet.path("operations").has(word)) {
            problem(pointer, "runs '" + word + "', which the provider does not offer");
        } else if (!routed.add(word)) {
            problem(pointer, "runs " + word + " a second time");
        } else {
            expected(pointer + "/templatedRoute/routeTemplateRef", operation.get().mutates() ? "provider-write" : "provider-read",
                    route.path("routeTemplateRef").asText());
        }
    }

    private void expected(String pointer, String wanted, String given) {
        if (!wanted.equals(given)) {
            problem(pointer, "must be " + wanted + " but is " + given);
        }
    }

    private void problem(String pointer, String message) {
        problems.add(new Problem(file, pointer, message));
    }
}
