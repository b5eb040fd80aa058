package io.patchbay.routing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds what is in force. A reader takes {@link #inForce()} once and stays on what it chose until its request ends. The newest step in the
 * database says what is in force on every node; a node that cannot reach the database stays on the last it knows.
 */
public final class ConfigurationStore {

    /** Where the database announces that something else is in force. */
    public static final String CHANNEL = StepTable.CHANNEL;

    private static final Logger log = LoggerFactory.getLogger(ConfigurationStore.class);

    private final AtomicReference<InForce> inForce;
    private final AtomicReference<Consumer<InForce>> preparation = new AtomicReference<>(next -> { });
    /** A step that this node cannot follow; told once. */
    private final AtomicLong unusable = new AtomicLong();
    private volatile Step followed;
    private final Revisions revisions;
    private final ConfigurationRules rules;

    private ConfigurationStore(InForce first, Revisions revisions, ConfigurationRules rules) {
        this.inForce = new AtomicReference<>(first);
        this.revisions = revisions;
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
        ConfigurationFiles files = new ConfigurationFiles(rules);
        ObjectNode document = files.read(directories.configDir());
        Revisions revisions = new Revisions(dataSource);
        Revisions.FromFiles read = revisions.fromFiles(document, files.touched(directories.configDir()));
        Step step = read.step();
        InForce first = inForce(revisions, step);
        rules.check(revisions.revision(first.stable().revision()).document());
        ConfigurationStore store = new ConfigurationStore(first, revisions, rules);
        store.followed = step;
        store.tell(first, step);
        read.old().ifPresent(old -> log.warn("The files in the configuration directory are those of revision {}, and newer ones have been read since: revision {} "
                + "stays in force. Bring the directory up to date; if the old files are meant, restore revision {}", old.number(), step.stable(), old.number()));
        return store;
    }

    /** A store that holds one given configuration and stores nothing. */
    public static ConfigurationStore of(Configuration configuration) {
        return new ConfigurationStore(new InForce(0, configuration, Optional.empty()), null, null);
    }

    /** The configuration for everybody whom no revision takes that is being tried out. */
    public Configuration current() {
        return inForce().stable();
    }

    public InForce inForce() {
        return inForce.get();
    }

    /** The step this node is on; empty where nothing is stored. */
    public Optional<Step> followed() {
        return Optional.ofNullable(followed);
    }

    Revisions revisions() {
        return revisions;
    }

    /** @param preparing makes everything ready that orders will need; called before any order can see it */
    public void onChange(Consumer<InForce> preparing) {
        preparation.set(preparing);
    }

    /** What a document would be as a configuration, and what is wrong with it. */
    public Proposed proposed(ObjectNode document) {
        List<ConfigurationProblem> problems = rules.problems(document);
        return problems.isEmpty() ? new Proposed.Valid(ConfigurationAssembler.assemble(0, document)) : new Proposed.Invalid(problems);
    }

    /** A revision as it decides where it is in force, also on a node that cannot follow it. */
    public Configuration configuration(Revision revision) {
        Configuration here = current();
        return here.revision() == revision.number() ? here : decider(revision);
    }

    /**
     * Makes a document the configuration in force, on this node at once and on the others as soon as they hear of it.
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
        Activation activation = revisions.activate(document, author, reason, based);
        follow();
        return activation;
    }

    /** Takes the newest step on this node, if it has not yet. Called again and again; a fault leaves everything as it is. */
    public synchronized void follow() {
        if (revisions.newestStep() > Math.max(inForce().step(), unusable.get())) {
            swap(revisions.step());
        }
    }

    /** A database that is away says nothing about the step: it is tried again, and only what was read can turn out to be of no use here. */
    private void swap(Step step) {
        Revision stable = revisions.revision(step.stable());
        Optional<Revision> candidate = Optional.ofNullable(step.candidate()).map(revisions::revision);
        try {
            InForce next = assembled(step, stable, candidate);
            preparation.get().accept(next);
            inForce.set(next);
            followed = step;
            tell(next, step);
        } catch (RuntimeException broken) {
            unusable.set(step.number());
            log.error("Configuration revision {} by {} cannot be used on this node ({}); it stays on revision {} until there is a newer one",
                    step.candidate() == null ? step.stable() : step.candidate(), step.author(), broken.getMessage(), current().revision());
        }
    }

    private static InForce inForce(Revisions revisions, Step step) {
        return assembled(step, revisions.revision(step.stable()), Optional.ofNullable(step.candidate()).map(revisions::revision));
    }

    private static InForce assembled(Step step, Revision stable, Optional<Revision> candidate) {
        return new InForce(step.number(), decider(stable), candidate.map(tried -> new InForce.Candidate(decider(tried), step.slice())));
    }

    private static Configuration decider(Revision revision) {
        return ConfigurationAssembler.assemble(revision.number(), revision.document());
    }

    /** Whether this node cannot use what is in force by the database, and stays on what was before. */
    public boolean isLeftBehind() {
        return unusable.get() > inForce().step();
    }

    private void tell(InForce now, Step step) {
        Configuration stable = now.stable();
        log.info("Configuration revision {} is in force: {} tenants, {} accounts, {} offerings, {} rules ({} by {})", stable.revision(),
                stable.tenants().size(), stable.accounts().size(), stable.offerings().size(), stable.rules().size(), step.kind(), step.author());
        now.candidate().ifPresent(tried -> log.info("Configuration revision {} is being tried out for {}", tried.configuration().revision(),
                tried.slice().json()));
    }

    /** What would be wrong with what is in force if the providers asked for something else; nothing of what is wrong with it already. */
    public List<ConfigurationProblem> problemsUnder(KnownProviders other) {
        InForce now = inForce();
        return Stream.concat(Stream.of(now.stable()), now.candidate().map(InForce.Candidate::configuration).stream())
                .flatMap(configuration -> problemsUnder(other, revisions.revision(configuration.revision()).document())).distinct().toList();
    }

    private Stream<ConfigurationProblem> problemsUnder(KnownProviders other, ObjectNode document) {
        List<ConfigurationProblem> already = rules.problems(document);
        return rules.under(other).problems(document).stream().filter(problem -> !already.contains(problem));
    }

    /** What is in force by the database, whether or not this node has followed. */
    public Step step() {
        return revisions.step();
    }

    /** Changes of what is in force, newest first. */
    public List<Step> steps(long before, int limit) {
        return revisions.steps(before, limit);
    }

    /** The revision that was in force for everybody when another one was made, which need not be the number before it; empty for the first. */
    public Optional<Revision> madeOf(long number) {
        return revisions.madeOf(number);
    }

    /** Whether a revision that there is came into force for everybody once; one that was only tried out did not. */
    public boolean wasForEverybody(long revision) {
        return revisions.steps.wasForEverybody(revision);
    }

    /** @return revisions before a number, newest first, without their documents */
    public List<Revision> page(long before, int limit) {
        return revisions.page(before, limit);
    }

    /** @return null if there is no such revision */
    public Revision revision(long number) {
        return revisions.revision(number);
    }
}
