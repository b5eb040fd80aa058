package io.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.contract.Problem;
import io.patchbay.routing.Configuration;
import io.patchbay.routing.ConfigurationProblem;
import io.patchbay.routing.ConfigurationStore;
import io.patchbay.routing.MergePatch;
import io.patchbay.routing.Proposed;
import io.patchbay.routing.Revision;
import java.util.List;
import org.springframework.stereotype.Component;

/** Configurations that somebody only wants to know something about: a document, a patch to the one in force, or a revision there was. */
@Component
class Drafts {

    /** What a question is about. */
    sealed interface Draft {

        /**
         * @param number   of the revision; 0 for what was never in force
         * @param document it is made of
         */
        record Read(long number, Configuration configuration, ObjectNode document) implements Draft {
        }

        record Refused(Problem problem) implements Draft {
        }
    }

    private final ConfigurationStore configurations;

    Drafts(ConfigurationStore configurations) {
        this.configurations = configurations;
    }

    /** What is in force for everybody, by the database. */
    Draft.Read base() {
        Revision stable = configurations.revision(configurations.step().stable());
        Configuration here = configurations.current();
        Configuration configuration = here.revision() == stable.number() ? here
                : configurations.proposed(stable.document()) instanceof Proposed.Valid(Configuration valid) ? valid : here;
        return new Draft.Read(stable.number(), configuration, stable.document());
    }

    /** @param change has {@code document} or {@code patch}, and not both */
    Draft proposed(JsonNode change, String pointer, ObjectNode base) {
        if (change.has("document") == change.has("patch")) {
            return new Draft.Refused(Refused.field(pointer, "invalid", "Give either `document` or `patch`, the whole configuration or what changes in it."));
        }
        return valid(0, change.has("document") ? (ObjectNode) change.get("document") : new MergePatch((ObjectNode) change.get("patch")).on(base));
    }

    Draft revision(long number) {
        Revision found = configurations.revision(number);
        return found == null ? new Draft.Refused(Refused.field("/revision", "unknown", "`revision` names none that there is.")) : valid(number, found.document());
    }

    private Draft valid(long number, ObjectNode document) {
        return switch (configurations.proposed(document)) {
            case Proposed.Valid(Configuration configuration) -> new Draft.Read(number, configuration, document);
            case Proposed.Invalid(List<ConfigurationProblem> problems) -> new Draft.Refused(Authoring.invalid(problems));
        };
    }
}
