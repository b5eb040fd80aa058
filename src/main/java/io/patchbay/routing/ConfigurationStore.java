package io.patchbay.routing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the configuration in force. A reader takes {@link #current()} once and stays on it until its request ends. */
public final class ConfigurationStore {

    private static final Logger log = LoggerFactory.getLogger(ConfigurationStore.class);

    private final AtomicReference<Configuration> current;

    private ConfigurationStore(Configuration first) {
        this.current = new AtomicReference<>(first);
    }

    /**
     * Reads the configuration directory, refuses it as a whole if anything in it is wrong, and stores it as a new revision if its
     * content differs from the newest one.
     *
     * @throws InvalidConfiguration with every problem found
     */
    public static ConfigurationStore open(Directories directories, KnownProviders known, DataSource dataSource) {
        if (directories.configDir() == null) {
            throw new InvalidConfiguration(List.of(new ConfigurationProblem("PATCHBAY_CONFIG_DIR", "",
                    "not set; set it to the directory with the configuration's *.yaml files")));
        }
        ObjectNode document = new ConfigurationFiles(directories.contractsDir(), known).read(directories.configDir());
        long revision = new RevisionTable(dataSource).store(document, "configuration directory", "read at start");
        Configuration configuration = ConfigurationAssembler.assemble(revision, document);
        log.info("Configuration revision {} is in force: {} tenants, {} accounts, {} offerings, {} rules", revision,
                configuration.tenants().size(), configuration.accounts().size(), configuration.offerings().size(),
                configuration.rules().size());
        return new ConfigurationStore(configuration);
    }

    /** A store that holds one given configuration and stores nothing. */
    public static ConfigurationStore of(Configuration configuration) {
        return new ConfigurationStore(configuration);
    }

    public Configuration current() {
        return current.get();
    }
}
