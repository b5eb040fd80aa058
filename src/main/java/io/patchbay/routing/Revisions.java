package io.patchbay.routing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.audit.Act;
import io.patchbay.audit.Audit;
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
     * last read there: what was changed over the API since then is not undone by a restart.
     */
    Step fromFiles(ObjectNode document) {
        return alone(() -> {
            if (!documents.digestOfLast(FILES).filter(ContentDigest.of(document)::equals).isPresent()) {
                activated(document, FILES, "read at start" + endedRollout());
            }
            return steps.read().orElseThrow();
        });
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
        Changes changes = Changes.between(before, document);
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
