package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.JsltException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads one provider's sheet and compiles its mappings, finding everything that keeps it from running. */
final class UnitReader {
    private static final Set<String> EXPRESSIONS = Set.of("when", "refuse", "item", "key", "done", "absent", "match", "result");
    private static final List<String> WITH_EXPRESSIONS = List.of("calls", "operations", "pools", "cannot", "loses", "outcomes");

    private final UnitDirectories dirs;
    private final String provider;
    private final MappingCompiler compiler;
    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private JsonNode tree = MissingNode.getInstance();
    private ProviderUnit unit;

    private UnitReader(UnitDirectories dirs, String provider) {
        this.dirs = dirs;
        this.provider = provider;
        this.compiler = new MappingCompiler(dirs.mappings());
        this.file = dirs.shown(dirs.sheet(provider));
    }

    static UnitReader read(UnitDirectories dirs, String provider, Schemas schemas, Clock clock) {
        UnitReader reader = new UnitReader(dirs, provider);
        reader.readSheet(schemas);
        reader.problems.addAll(new SheetReferences(reader.file, reader.tree).problems());
        Mappings mappings = reader.compile();
        if (reader.problems.isEmpty()) {
            reader.make(mappings, schemas, clock);
        }
        return reader;
    }

    /** A number may fit the schema and be too large all the same. */
    private void make(Mappings mappings, Schemas schemas, Clock clock) {
        try {
            unit = new ProviderUnit(SheetReader.sheet(tree), mappings, schemas, clock);
        } catch (IllegalArgumentException | ArithmeticException unusable) {
            problem(file, "", unusable.getMessage());
        }
    }

    List<Problem> problems() {
        return problems;
    }

    /** Empty as long as there are problems. */
    Optional<ProviderUnit> unit() {
        return Optional.ofNullable(unit);
    }

    /** The sheet as written, fitting its schema or not. */
    JsonNode tree() {
        return tree;
    }

    /** Files that mappings of this unit import. */
    Set<Path> imported() {
        return compiler.imported();
    }

    private void readSheet(Schemas schemas) {
        try {
            tree = Trees.yaml(dirs.sheet(provider));
            problems.addAll(schemas.sheetProblems(file, tree));
            if (!tree.path("provider").asText().equals(provider)) {
                problem(file, "/provider", "is '" + tree.path("provider").asText() + "' but the folder is '" + provider + "'");
            }
        } catch (IOException e) {
            problem(file, "", Files.exists(dirs.sheet(provider)) ? "is no readable YAML: " + e.getMessage() : "is missing");
        }
    }

    private Mappings compile() {
        Map<String, Expression> requests = new LinkedHashMap<>();
        Map<String, Expression> responses = new LinkedHashMap<>();
        tree.path("calls").fieldNames().forEachRemaining(call -> {
            compiled(call + ".request.jslt", needsRequest(call)).ifPresent(mapping -> requests.put(call, mapping));
            compiled(call + ".response.jslt", true).ifPresent(mapping -> responses.put(call, mapping));
        });
        return new Mappings(requests, responses, compiled("refusal.jslt", false).orElse(null), conditions());
    }

    private boolean needsRequest(String call) {
        return tree.path("calls").path(call).path("http").asText().contains("{");
    }

    private Optional<Expression> compiled(String name, boolean needed) {
        Path mapping = dirs.mappingsOf(provider).resolve(name);
        if (!Files.exists(mapping)) {
            if (needed) {
                problem(dirs.shown(mapping), "", "is missing");
            }
            return Optional.empty();
        }
        return compiled(dirs.shown(mapping), "", () -> compiler.file(mapping));
    }

    private Optional<Expression> compiled(String shown, String pointer, Supplier<Expression> compilation) {
        try {
            return Optional.of(compilation.get());
        } catch (JsltException e) {
            String place = pointer.isEmpty() && e.getLine() > 0 ? "line " + e.getLine() : pointer;
            problem(shown, place, "does not compile: " + e.getMessageWithoutLocation().lines().findFirst().orElse(""));
            return Optional.empty();
        }
    }

    private Map<String, Expression> conditions() {
        Map<String, Expression> conditions = new LinkedHashMap<>();
        for (String part : WITH_EXPRESSIONS) {
            collect(tree.path(part), "/" + part, conditions);
        }
        return conditions;
    }

    private void collect(JsonNode node, String pointer, Map<String, Expression> conditions) {
        node.fields().forEachRemaining(field -> {
            String place = pointer + "/" + field.getKey();
            if (EXPRESSIONS.contains(field.getKey()) && field.getValue().isTextual()) {
                compiled(file, place, () -> compiler.text(field.getValue().asText()))
                        .ifPresent(expression -> conditions.put(field.getValue().asText(), expression));
            }
            collect(field.getValue(), place, conditions);
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collect(node.get(i), pointer + "/" + i, conditions);
        }
    }

    private void problem(String where, String pointer, String message) {
        problems.add(new Problem(where, pointer, message));
    }
}
