package io.patchbay.routing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.audit.Act;
import io.patchbay.audit.Audit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Every configuration there ever was, and which of them are in force: in the database, for all nodes. Each change is audited as it is made. */
final class Revisions {

    /** The author of what was read from the configuration directory. */
    static final String FILES = "configuration directory";

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    final RevisionTable documents;
    final StepTable steps;
    final Audit audit;

    Revisions(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.transactions = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        this.documents = new RevisionTable(jdbc);
        this.steps = new StepTable(jdbc);
        this.audit = new Audit(jdbc);
    }

    /**
     * What is in force after the configuration directory has been read. Its content makes a new revision only where it differs from what was
     * last read there: what was changed over the API since then is not undone by a restart. Nor by a node whose files nobody has touched since
     * another one brought newer ones: they are old.
     *
     * @param touched when the files were last changed
     */
    FromFiles fromFiles(ObjectNode document, Instant touched) {
        return alone(() -> {
            Optional<Revision> old = documents.lastBy(FILES).filter(last -> !touched.isAfter(last.createdAt()))
                    .flatMap(last -> documents.withDigest(ContentDigest.of(document), FILES));
            if (old.isEmpty() && !documents.lastBy(FILES).map(Revision::digest).filter(ContentDigest.of(document)::equals).isPresent()) {
                activated(document, FILES, "read at start" + replaced() + endedRollout());
            }
            Step now = steps.read().orElseThrow();
            return new FromFiles(now, old.filter(known -> !known.digest().equals(documents.lastBy(FILES).orElseThrow().digest())));
        });
    }

    /**
     * What came of reading the configuration directory.
     *
     * @param old the revision that was made of the same files before newer ones were read; empty if they are the newest
     */
    record FromFiles(Step step, Optional<Revision> old) {
    }

    /** Whoever changed something over the API should find out what became of it. */
    private String replaced() {
        return steps.read().filter(now -> !now.author().equals(FILES)).map(now -> "; it replaces revision " + now.stable() + " by " + now.author()).orElse("");
    }

    /** What was to be tried out has not been tried beside what is in the files now. */
    private String endedRollout() {
        return steps.read().filter(now -> now.candidate() != null).map(now -> "; the rollout of revision " + now.candidate() + " ended with it").orElse("");
    }

    Activation activate(ObjectNode document, String author, String reason, long based) {
        return alone(() -> refusal(document, based).orElseGet(() -> new Activation.Activated(activated(document, author, reason))));
    }

    /** Why a document does not become a revision; to be asked alone. */
    Optional<Activation> refusal(ObjectNode document, long based) {
        Step now = steps.read().orElseThrow();
        if (now.stable() != based) {
            return Optional.of(new Activation.Outdated(now.stable()));
        }
        if (now.candidate() != null) {
            return Optional.of(new Activation.Occupied(now.candidate()));
        }
        return documents.read(based).digest().equals(ContentDigest.of(document)) ? Optional.of(new Activation.Unchanged(based)) : Optional.empty();
    }

    private long activated(ObjectNode document, String author, String reason) {
        long revision = documents.insert(document, author, reason);
        ObjectNode before = steps.read().map(now -> documents.read(now.stable()).document()).orElseGet(JsonNodeFactory.instance::objectNode);
        EntryChanges changes = EntryChanges.between(before, document);
        steps.add(new Step(0, null, Step.Kind.ACTIVATED, revision, null, null, null, author, reason));
        audit.record(new Act(author, "configuration.activated", "revisions/" + revision, reason, changes.before(), changes.after()));
        return revision;
    }

    /** One writer at a time: each builds on what is in force, and nodes that start together would otherwise each add the same. */
    <T> T alone(Supplier<T> writing) {
        return transactions.execute(status -> {
            jdbc.sql("lock table configuration_revision in exclusive mode").update();
            return writing.get();
        });
    }

    long newestStep() {
        return steps.newest();
    }

    Step step() {
        return steps.read().orElseThrow();
    }

    /** Newest first. */
    List<Step> steps(long before, int limit) {
        return steps.page(before, limit);
    }

    /** @return null if there is no such revision */
    Revision revision(long number) {
        return documents.read(number);
    }

    /** Before there were steps each was made of the one before it. */
    Optional<Revision> madeOf(long number) {
        return steps.madeOf(number).or(() -> documents.page(number, 1).stream().map(Revision::number).findFirst()).map(documents::read);
    }

    /** Newest first, without their documents. */
    List<Revision> page(long before, int limit) {
        return documents.page(before, limit);
    }
}
