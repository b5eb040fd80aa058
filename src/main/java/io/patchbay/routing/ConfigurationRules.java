package io.patchbay.routing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;

/** What makes a configuration valid as a whole, wherever it comes from. */
final class ConfigurationRules {

    private static final List<ConfigurationCheck> CHECKS =
            List.of(new TenantCheck(), new KeyCheck(), new AccountCheck(), new OfferingCheck(), new RouteCheck());

    private final ConfigurationSchema schema;
    private final KnownProviders known;

    ConfigurationRules(Path contractsDir, KnownProviders known) {
        this(ConfigurationSchema.load(contractsDir), known);
    }

    private ConfigurationRules(ConfigurationSchema schema, KnownProviders known) {
        this.schema = schema;
        this.known = known;
    }

    /** The same rules, if the providers asked for something else. */
    ConfigurationRules under(KnownProviders other) {
        return new ConfigurationRules(schema, other);
    }

    ConfigurationSchema schema() {
        return schema;
    }

    /** Everything that is wrong with a draft whose files fit the schema or have been told not to. */
    List<ConfigurationProblem> problems(Draft draft) {
        CHECKS.forEach(check -> check.check(draft, known));
        return draft.problems();
    }

    /** Everything that is wrong with a document; pointers lead into it. */
    List<ConfigurationProblem> problems(ObjectNode document) {
        Draft draft = new Draft();
        schema.check("", document, draft.problems());
        draft.merge("", document.deepCopy());
        return List.copyOf(problems(draft));
    }

    /** @throws InvalidConfiguration with every problem, if there is one */
    void check(ObjectNode document) {
        List<ConfigurationProblem> problems = problems(document);
        if (!problems.isEmpty()) {
            throw new InvalidConfiguration(problems);
        }
    }
}
