package io.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.contract.Problem;
import io.patchbay.routing.MergePatch;
import io.patchbay.routing.Revision;
import java.util.Optional;

/**
 * A change of several entries at once, as a body gives it: {@code document}, the whole configuration, or {@code patch}, a merge patch over the
 * one in force; and perhaps {@code based}, the revision that its author has seen.
 */
record WholeEdit(JsonNode body) implements Edit {

    /** What the contract cannot say: one of the two. */
    Optional<Problem> refusal() {
        return body.has("document") != body.has("patch") ? Optional.empty()
                : Optional.of(Refused.field("/document", "required", "Give `document` or `patch`, and only one of them."));
    }

    @Override
    public Edited on(Revision base) {
        return outdated(body, base).<Edited>map(Edited.Not::new).orElseGet(() -> new Edited.To(edited(base)));
    }

    private ObjectNode edited(Revision base) {
        return body.get("document") instanceof ObjectNode document ? document : new MergePatch((ObjectNode) body.get("patch")).on(base.document());
    }

    /** Somebody who says what he has seen overwrites nothing else. */
    static Optional<Problem> outdated(JsonNode body, Revision base) {
        return !body.has("based") || body.get("based").asLong() == base.number() ? Optional.empty()
                : Optional.of(Authoring.conflict("Revision " + base.number() + " is in force, not " + body.get("based").asLong()
                + ". Read it and decide again."));
    }
}
