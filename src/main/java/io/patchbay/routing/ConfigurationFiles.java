package io.patchbay.routing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;

/** Reads and checks a configuration directory as a whole. */
final class ConfigurationFiles {

    private static final List<ConfigurationCheck> CHECKS =
            List.of(new TenantCheck(), new KeyCheck(), new AccountCheck(), new OfferingCheck(), new RouteCheck());

    private final ConfigurationReader reader;
    private final KnownProviders known;

    ConfigurationFiles(Path contractsDir, KnownProviders known) {
        this.reader = new ConfigurationReader(ConfigurationSchema.load(contractsDir));
        this.known = known;
    }

    /**
     * The merged document.
     *
     * @throws InvalidConfiguration with every problem, if there is one
     */
    ObjectNode read(Path directory) {
        Draft draft = reader.read(directory);
        CHECKS.forEach(check -> check.check(draft, known));
        if (!draft.problems().isEmpty()) {
            throw new InvalidConfiguration(draft.problems());
        }
        return draft.document();
    }
}
