package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks that the times of a sheet fit each other; their form is the schema's business. */
final class SettlingLint {
    private final String file;
    private final JsonNode tree;
    private final List<Problem> problems = new ArrayList<>();

    SettlingLint(String file, JsonNode tree) {
        this.file = file;
        this.tree = tree;
    }

    List<Problem> problems() {
        growing("settling");
        growing("retry");
        growing("polling");
        proving(tree.path("settling"));
        return problems;
    }

    private void growing(String part) {
        Optional<Duration> first = duration(tree.path(part).path("first"));
        duration(tree.path(part).path("longest")).filter(longest -> first.isPresent() && longest.compareTo(first.get()) < 0)
                .ifPresent(longest -> problem("/" + part + "/longest", "is shorter than first"));
    }

    /** Whoever is asked earlier is asked about something that would have settled by itself. */
    private void proving(JsonNode settling) {
        Duration proof = duration(settling.path("spacing")).orElse(Duration.ZERO).multipliedBy(Math.max(0, settling.path("looks").asInt() - 1))
                .plus(duration(settling.path("grace")).orElse(Duration.ZERO));
        duration(settling.path("attention")).filter(attention -> attention.compareTo(proof) <= 0)
                .ifPresent(attention -> problem("/settling/attention",
                        "is over before absence can be proved, which takes grace and looks times spacing"));
    }

    private static Optional<Duration> duration(JsonNode given) {
        return SheetReader.readableDuration(given);
    }

    private void problem(String pointer, String message) {
        problems.add(new Problem(file, pointer, message));
    }
}
