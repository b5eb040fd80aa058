package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Checks a contracts folder: notes with their headings, and cases for everything that owes one. */
final class ContractLint {
    private static final Pattern CASE_FILE = Pattern.compile("command\\.json|outcome\\.json|(request|response)(-[1-9][0-9]*)?\\.http");
    private static final List<String> HEADINGS = List.of("## Docs", "## Credentials", "## Quirks", "## Limits");

    private final UnitDirectories dirs;
    private final String provider;
    private final Path folder;
    private final UnitReader reader;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<CaseKind> shown = EnumSet.noneOf(CaseKind.class);
    private final Set<String> accepted = new HashSet<>();
    private final Set<CaseKind> verified = EnumSet.noneOf(CaseKind.class);
    private final OwedProbes probes = new OwedProbes();
    private final List<Problem> differences = new ArrayList<>();

    ContractLint(UnitDirectories dirs, String provider, UnitReader reader) {
        this.dirs = dirs;
        this.provider = provider;
        this.folder = dirs.contractsOf(provider);
        this.reader = reader;
    }

    List<Problem> problems() {
        for (Path entry : UnitLint.files(folder)) {
            if (Files.isDirectory(entry)) {
                contractCase(entry);
            } else if (!Set.of("README.md", "skips.yaml").contains(entry.getFileName().toString())) {
                problem(entry, "", "is no part of a provider's contracts");
            }
        }
        headings();
        owedKinds();
        owedOperations();
        owedVerification();
        owedCalls();
        return problems;
    }

    /** What its cases show that is not written down in them; empty as long as the unit cannot run. To be asked for after the problems. */
    List<Problem> differences() {
        return differences;
    }

    private void contractCase(Path entry) {
        Set<String> names = new HashSet<>();
        UnitLint.files(entry).forEach(file -> names.add(file.getFileName().toString()));
        names.stream().filter(name -> !CASE_FILE.matcher(name).matches()).sorted()
                .forEach(name -> problem(entry.resolve(name), "", "is no part of a contract case"));
        names.stream().filter(name -> name.startsWith("response") && !names.contains(name.replace("response", "request"))).sorted()
                .forEach(name -> problem(entry.resolve(name), "", "answers a request that is not written down"));
        CaseName.of(entry.getFileName().toString()).ifPresentOrElse(name -> named(entry, name),
                () -> problem(entry, "", "is not named <operation>-<kind>[-<detail>]"));
    }

    private void named(Path entry, CaseName name) {
        shown.add(name.kind());
        if (name.kind() == CaseKind.ACCEPTED) {
            accepted.add(name.subject());
        }
        if (name.subject().equals(CaseName.VERIFY)) {
            verified.add(name.kind());
        }
        JsonNode command = json(entry.resolve("command.json"));
        JsonNode outcome = json(entry.resolve("outcome.json"));
        String operation = command.path("operation").asText(name.subject());
        if (!operation.equals(name.subject())) {
            problem(entry.resolve("command.json"), "/operation", "is " + operation + ", but the case is named for " + name.subject());
        }
        if (command.path("scrub").asBoolean() != (name.kind() == CaseKind.SCRUB)) {
            problem(entry.resolve("command.json"), "/scrub", "must be true for a scrub case and for no other");
        }
        if (command.has("lost") != (name.kind() == CaseKind.PROBE)) {
            problem(entry.resolve("command.json"), "/lost", "must be given for a probe case and for no other");
        } else if (name.kind() == CaseKind.PROBE) {
            probes.seen(command, outcome);
        }
        String outcomeClass = outcome.path("class").asText();
        if (outcome.has("class") && !name.kind().classes().isEmpty() && !name.kind().classes().contains(outcomeClass)) {
            problem(entry.resolve("outcome.json"), "/class", "is " + outcomeClass + ", which is not what a case of kind " + name.kind().word() + " shows");
        }
    }

    private void headings() {
        Path readme = folder.resolve("README.md");
        List<String> wanted = new ArrayList<>(List.of("# " + reader.tree().path("title").asText()));
        wanted.addAll(HEADINGS);
        try {
            List<String> given = headings(Files.readAllLines(readme));
            if (!given.equals(wanted)) {
                problem(readme, "", "must have the headings " + wanted + " but has " + given);
            }
        } catch (IOException e) {
            problem(readme, "", "is missing");
        }
    }

    private static List<String> headings(List<String> lines) {
        List<String> found = new ArrayList<>();
        boolean code = false;
        for (String line : lines) {
            code ^= line.startsWith("```");
            if (!code && (line.startsWith("# ") || line.startsWith("## "))) {
                found.add(line.strip());
            }
        }
        return found;
    }

    private void owedKinds() {
        Set<CaseKind> skipped = skipped();
        if (shown.contains(CaseKind.PROBE)) {
            probes.missing(reader.tree().path("calls")).forEach(missing -> problem(folder, "", missing));
        }
        for (CaseKind kind : CaseKind.values()) {
            if (!shown.contains(kind) && !skipped.contains(kind)) {
                problem(folder, "", "has no case of kind " + kind.word() + " and no reason in skips.yaml");
            }
        }
    }

    private Set<CaseKind> skipped() {
        Path file = folder.resolve("skips.yaml");
        Set<CaseKind> skipped = new LinkedHashSet<>();
        if (Files.exists(file)) {
            JsonNode skips = yaml(file);
            if (!skips.isArray()) {
                problem(file, "", "is no list of {kind, reason}");
            }
            for (int i = 0; i < skips.size(); i++) {
                skip(file, "/" + i, skips.path(i), skipped);
            }
        }
        return skipped;
    }

    private void skip(Path file, String pointer, JsonNode skip, Set<CaseKind> skipped) {
        String word = skip.path("kind").asText();
        CaseKind.of(word).ifPresentOrElse(skipped::add, () -> problem(file, pointer + "/kind", "'" + word + "' is no kind of case"));
        if (skip.path("reason").asText().isBlank()) {
            problem(file, pointer + "/reason", "is missing: say why there is no case of kind " + word);
        }
        if (CaseKind.of(word).filter(shown::contains).isPresent()) {
            problem(file, pointer + "/kind", "there is a case of kind " + word + "; drop the skip");
        }
        skip.fieldNames().forEachRemaining(field -> {
            if (!Set.of("kind", "reason").contains(field)) {
                problem(file, pointer + "/" + field, "is no part of a skip");
            }
        });
    }

    private void owedOperations() {
        reader.tree().path("operations").fieldNames().forEachRemaining(word -> {
            if (!accepted.contains(word)) {
                problem(folder, "", "has no accepted case of " + word);
            }
        });
    }

    private void owedVerification() {
        if (reader.tree().has("verify")) {
            Stream.of(CaseKind.ACCEPTED, CaseKind.UNAUTHORISED).filter(kind -> !verified.contains(kind))
                    .forEach(kind -> problem(folder, "", "has no case verify-" + kind.word() + " although the sheet names a call that tries credentials"));
        }
    }

    /** Only a unit that can run shows which calls its cases make. */
    private void owedCalls() {
        reader.unit().ifPresent(unit -> {
            Set<String> called = new HashSet<>();
            ContractCases.find(dirs, provider).stream().map(found -> found.play(unit)).forEach(played -> {
                called.addAll(played.calls());
                differences.addAll(played.problems());
            });
            unit.sheet().calls().keySet().stream().filter(call -> !called.contains(call))
                    .forEach(call -> problem(folder, "", "has no case in which the call " + call + " is made"));
        });
    }

    private JsonNode json(Path file) {
        try {
            return Trees.json(Files.readString(file));
        } catch (IOException e) {
            problem(file, "", Files.exists(file) ? "is no readable JSON: " + e.getMessage() : "is missing");
            return Trees.object();
        }
    }

    private JsonNode yaml(Path file) {
        try {
            return Trees.yaml(file);
        } catch (IOException e) {
            problem(file, "", "is no readable YAML: " + e.getMessage());
            return Trees.object();
        }
    }

    private void problem(Path file, String pointer, String message) {
        problems.add(new Problem(dirs.shown(file), pointer, message));
    }
}
