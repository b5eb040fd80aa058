package io.patchbay.bench;

import io.patchbay.testing.DocumentPage;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the parts found, on the page in the documentation: a place for each part, one for the goals, one for the machine.
 *
 * @param machine what it all ran on
 */
record BenchReport(String machine, List<Part> parts) {

    String text() {
        return machine + parts.stream().map(part -> part.name() + "\n\n" + part.text() + goals(List.of(part))).collect(Collectors.joining("\n"));
    }

    private static String goals(List<Part> parts) {
        return parts.stream().flatMap(part -> part.goals().stream()).map(Goal::row)
                .collect(Collectors.joining("", "| To be reached | | found | |\n|---|---|---|---|\n", "\n"));
    }

    /** Parts that did not run keep their place as it was, and so do the goals unless all ran. */
    void write(boolean isWhole) {
        parts.forEach(part -> DocumentPage.BENCHMARKS.write("bench " + part.name(), part.text()));
        if (isWhole) {
            DocumentPage.BENCHMARKS.write("bench goals", goals(parts));
            DocumentPage.BENCHMARKS.write("bench machine", machine);
        }
    }
}
