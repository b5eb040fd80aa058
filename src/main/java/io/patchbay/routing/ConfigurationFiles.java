package io.patchbay.routing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;

/** Reads and checks a configuration directory as a whole. */
final class ConfigurationFiles {

    private final ConfigurationReader reader;
    private final ConfigurationRules rules;

    ConfigurationFiles(ConfigurationRules rules) {
        this.reader = new ConfigurationReader(rules.schema());
        this.rules = rules;
    }

    /**
     * The merged document.
     *
     * @throws InvalidConfiguration with every problem, if there is one
     */
    ObjectNode read(Path directory) {
        Draft draft = reader.read(directory);
        rules.problems(draft);
        if (!draft.problems().isEmpty()) {
            throw new InvalidConfiguration(draft.problems());
        }
        return draft.document();
    }
}
