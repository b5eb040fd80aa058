package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks the files of a mappings folder: each has a use, and what it reads from the account or the catalogue is declared. */
final class MappingLint {
    private static final Pattern COMMENT = Pattern.compile("(?m)(^|\\s)(//|#).*$");
    private static final Pattern SETTING = Pattern.compile("\\.account\\.settings\\.([A-Za-z]\\w*)");
    private static final Pattern PLAN_KEY = Pattern.compile("\\.offering\\.plan\\.([A-Za-z]\\w*)");
    private static final Pattern DERIVED = Pattern.compile("\\{\\{derived:([^}]*)}}");
    private static final Pattern CHANCE = Pattern.compile("(?<![\\w.:-])(now|random|uuid)\\(\\s*\\)");

    private final UnitDirectories dirs;
    private final Path folder;
    private final JsonNode tree;
    private final Set<Path> imported;
    private final List<Problem> problems = new ArrayList<>();

    MappingLint(UnitDirectories dirs, String provider, JsonNode tree, Set<Path> imported) {
        this.dirs = dirs;
        this.folder = dirs.mappingsOf(provider);
        this.tree = tree;
        this.imported = imported;
    }

    List<Problem> problems() {
        for (Path file : UnitLint.files(folder)) {
            String name = file.getFileName().toString();
            if (Files.isDirectory(file) || !name.endsWith(".jslt") && !name.equals("provider.yaml")) {
                problem(file, "is no part of a provider unit");
            } else {
                used(file, name);
                declared(file);
            }
        }
        return problems;
    }

    private void used(Path file, String name) {
        String call = name.replaceFirst("\\.(request|response)\\.jslt$", "");
        boolean mapping = name.equals("provider.yaml") || name.equals("refusal.jslt") || !call.equals(name) && tree.path("calls").has(call);
        if (!mapping && !imported.contains(file.toAbsolutePath().normalize())) {
            problem(file, "belongs to no call and is imported by no mapping");
        }
    }

    private void declared(Path file) {
        String text = COMMENT.matcher(text(file)).replaceAll("");
        declared(file, text, SETTING, "settings");
        declared(file, text, PLAN_KEY, "plan");
        declared(file, text, DERIVED, "derived");
        Matcher chance = CHANCE.matcher(text);
        while (chance.find()) {
            problem(file, "uses " + chance.group(1) + "(): a repeated request must be the same to the byte; take .operation.at or .operation.key");
        }
    }

    private void declared(Path file, String text, Pattern use, String part) {
        use.matcher(text).results().map(found -> found.group(1)).distinct().filter(name -> !tree.path(part).has(name))
                .forEach(name -> problem(file, "uses '" + name + "', which is not declared under " + part));
    }

    private String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            problem(file, "is no readable text");
            return "";
        }
    }

    private void problem(Path file, String message) {
        problems.add(new Problem(dirs.shown(file), "", message));
    }
}
