package io.patchbay.routing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the configuration in force. A reader takes {@link #current()} once and stays on it until its request ends. The newest revision in
 * the database is the one in force on every node; a node that cannot reach the database stays on the last it knows.
 */
public final class ConfigurationStore {

    private static final Logger log = LoggerFactory.getLogger(ConfigurationStore.class);

    private final AtomicReference<Configuration> current;
    private final AtomicReference<Consumer<Configuration>> preparation = new AtomicReference<>(next -> { });
    /** A revision that this node cannot use; told once. */
    private final AtomicLong unusable = new AtomicLong();
    private final RevisionTable table;
    private final ConfigurationRules rules;

    private ConfigurationStore(Configuration first, RevisionTable table, ConfigurationRules rules) {
        this.current = new AtomicReference<>(first);
        this.table = table;
        this.rules = rules;
    }

    /**
     * Reads the configuration directory and refuses it as a whole if anything in it is wrong. What has changed there since it was last read
     * becomes a new revision; otherwise the newest one goes on, whoever made it.
     *
     * @throws InvalidConfiguration with every problem found
     */
    public static ConfigurationStore open(Directories directories, KnownProviders known, DataSource dataSource) {
        if (directories.configDir() == null) {
            throw new InvalidConfiguration(List.of(new ConfigurationProblem("PATCHBAY_CONFIG_DIR", "",
                    "not set; set it to the directory with the configuration's *.yaml files")));
        }
        ConfigurationRules rules = new ConfigurationRules(directories.contractsDir(), known);
        ObjectNode document = new ConfigurationFiles(rules).read(directories.configDir());
        RevisionTable table = new RevisionTable(dataSource);
        Revision revision = table.fromFiles(document);
        rules.check(revision.document());
        Configuration configuration = ConfigurationAssembler.assemble(revision.number(), revision.document());
        tell(configuration, revision);
        return new ConfigurationStore(configuration, table, rules);
    }

    /** A store that holds one given configuration and stores nothing. */
    public static ConfigurationStore of(Configuration configuration) {
        return new ConfigurationStore(configuration, null, null);
    }

    public Configuration current() {
        return current.get();
    }

    /** @param preparing makes everything ready that orders under a configuration will need; called before any order can see it */
    public void onChange(Consumer<Configuration> preparing) {
        preparation.set(preparing);
    }

    /**
     * Makes a document the configuration in force, on this node at once and on the others as soon as they look.
     *
     * @param author who, for the record
     * @param reason why, for the record
     * @param based  the revision the author has seen; another one in force meanwhile is not overwritten
     */
    public Activation activate(ObjectNode document, String author, String reason, long based) {
        List<ConfigurationProblem> problems = rules.problems(document);
        if (!problems.isEmpty()) {
            return new Activation.Invalid(problems);
        }
        Activation activation = table.add(document, author, reason, based);
        follow();
        return activation;
    }

    /** Takes the newest revision into force if there is a newer one than this node's. Called again and again; a fault leaves everything as it is. */
    public synchronized void follow() {
        if (table.newest() > Math.max(current().revision(), unusable.get())) {
            swap(table.read());
        }
    }

    private void swap(Revision revision) {
        try {
            Configuration next = ConfigurationAssembler.assemble(revision.number(), revision.document());
            preparation.get().accept(next);
            current.set(next);
            tell(next, revision);
        } catch (RuntimeException broken) {
            unusable.set(revision.number());
            log.error("Configuration revision {} by {} cannot be used on this node ({}); it stays on revision {} until there is a newer one",
                    revision.number(), revision.author(), broken.getMessage(), current().revision());
        }
    }

    private static void tell(Configuration configuration, Revision revision) {
        log.info("Configuration revision {} by {} is in force: {} tenants, {} accounts, {} offerings, {} rules", revision.number(), revision.author(),
                configuration.tenants().size(), configuration.accounts().size(), configuration.offerings().size(), configuration.rules().size());
    }

    /** @return revisions before a number, newest first, without their documents */
    public List<Revision> page(long before, int limit) {
        return table.page(before, limit);
    }

    /** @return null if there is no such revision */
    public Revision revision(long number) {
        return table.read(number);
    }
}
