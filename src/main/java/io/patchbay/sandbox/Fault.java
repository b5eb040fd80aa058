package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** One entry of a provider's fault list; an empty <code>match</code> stands for every request. */
record Fault(Optional<PathPattern> match, Effect effect, Integer times, Double probability, ObjectNode asGiven) {

    boolean matches(Request request) {
        return match.isEmpty() || match.get().match(request).isPresent();
    }

    boolean refusesConnections() {
        return effect instanceof Effect.RefuseConnection;
    }

    /** The effect's text as it was given. */
    String name() {
        return Json.text(asGiven, "effect");
    }
}
