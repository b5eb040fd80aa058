package io.patchbay.route;

import io.patchbay.mapping.Problem;
import java.util.List;
import java.util.Optional;

/**
 * How a provider's unit stands on this node.
 *
 * @param served   empty = none
 * @param problems what keeps a newer version, or any, from going into service; empty = nothing
 */
public record Standing(Optional<Served> served, List<Problem> problems) {

    static final Standing NONE = new Standing(Optional.empty(), List.of());

    public Standing {
        problems = List.copyOf(problems);
    }

    /** What a state means. */
    public enum State {
        /** The newest version carries orders. */
        IN_SERVICE,
        /** An older version carries orders; see the problems. */
        LAST_GOOD,
        /** Orders to this provider are refused; see the problems. */
        OUT
    }

    public State state() {
        return served.isEmpty() ? State.OUT : problems.isEmpty() ? State.IN_SERVICE : State.LAST_GOOD;
    }
}
