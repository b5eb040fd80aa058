package io.patchbay.routing;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that was refused as a whole. The message lists every problem on a line of its own. */
public final class InvalidConfiguration extends RuntimeException {

    private final List<ConfigurationProblem> problems;

    public InvalidConfiguration(List<ConfigurationProblem> problems) {
        super(problems.stream().map(problem -> "  - " + problem).collect(Collectors.joining(
                "\n", "The configuration has %d problem(s):\n".formatted(problems.size()), "")));
        this.problems = List.copyOf(problems);
    }

    public List<ConfigurationProblem> problems() {
        return problems;
    }
}
