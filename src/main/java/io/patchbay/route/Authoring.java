package io.patchbay.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.contract.Problem;
import io.patchbay.contract.Problem.FieldError;
import io.patchbay.contract.ProblemCode;
import io.patchbay.routing.Activation;
import io.patchbay.routing.ConfigurationProblem;
import io.patchbay.routing.ConfigurationStore;
import io.patchbay.routing.Proposed;
import io.patchbay.routing.Revision;
import io.patchbay.routing.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The one way in which the configuration is changed over the API: what is there is edited, the result is judged as a whole and by every
 * {@link ChangeCondition}, and comes into force at once. If another change was faster all this is done again on what is there then, so that
 * changes of different entries never disturb each other.
 */
@Component
class Authoring {

    private static final Logger log = LoggerFactory.getLogger(Authoring.class);

    /** Changes of one node wait for each other, so that only other nodes can be faster. */
    private static final int MOST_TRIES = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final ConfigurationStore configurations;
    private final List<ChangeCondition> conditions;
    private final Duration patience;
    private final ReentrantLock turn = new ReentrantLock(true);

    @Autowired
    Authoring(ConfigurationStore configurations, List<ChangeCondition> conditions) {
        this(configurations, conditions, PATIENCE);
    }

    /** @param patience how long a change waits for others of this node */
    Authoring(ConfigurationStore configurations, List<ChangeCondition> conditions, Duration patience) {
        this.configurations = configurations;
        this.conditions = List.copyOf(conditions);
        this.patience = patience;
    }

    /** Brings a document into force in some way, as {@link ConfigurationStore#activate} does for everybody at once. */
    interface Activating {

        /** @param based the revision it was made of; if another one is in force by now nothing may be done */
        Activation activate(ObjectNode document, String author, String reason, long based);
    }

    /** What is in force by the database: whoever reads here sees every change that was answered before, on whichever node. */
    Revision present() {
        return configurations.revision(configurations.step().stable());
    }

    /** Brings an edit into force for everybody at once. */
    Change change(Mandate by, Edit edit) {
        return change(by, edit, configurations::activate);
    }

    /** As {@link #change(Mandate, Edit)}, in another way. */
    Change change(Mandate by, Edit edit, Activating activating) {
        if (!entered()) {
            return new Change.Not(conflict("Other changes are taking long on this node; nothing was changed. Try again."));
        }
        try {
            return told(by, tried(by, edit, activating));
        } finally {
            turn.unlock();
        }
    }

    private boolean entered() {
        try {
            return turn.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Change tried(Mandate by, Edit edit, Activating activating) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Optional<Change> change = once(by, edit, activating);
            if (change.isPresent()) {
                return change.get();
            }
        }
        return new Change.Not(conflict("Other changes came first again and again; nothing was changed. Try again."));
    }

    /** @return empty if another change was faster */
    private Optional<Change> once(Mandate by, Edit edit, Activating activating) {
        // asked first: while the database is away, following waits for whoever else is trying it
        Step step = configurations.step();
        configurations.follow();
        Revision base = configurations.revision(step.stable());
        return switch (edit.on(base)) {
            case Edit.Edited.Not(Problem problem) -> Optional.of(new Change.Not(problem));
            case Edit.Edited.To(ObjectNode document) when document.equals(base.document()) -> Optional.of(new Change.Made(base, base));
            case Edit.Edited.To(ObjectNode document) -> occupied(step).or(() -> refusal(by, base, document)).<Change>map(Change.Not::new)
                    .or(() -> made(base, activating.activate(document, by.actor(), by.recorded(), base.number())));
        };
    }

    private static Optional<Problem> occupied(Step step) {
        return Optional.ofNullable(step.candidate()).map(Authoring::occupied);
    }

    private static Problem occupied(long candidate) {
        return Problem.of(ProblemCode.ROLLOUT_IN_PROGRESS, "Revision " + candidate
                + " is being tried out; complete it or roll it back, then change the configuration.");
    }

    /** Why a document does not come into force. */
    private Optional<Problem> refusal(Mandate by, Revision base, ObjectNode document) {
        Proposed proposed = configurations.proposed(document);
        List<ConfigurationProblem> problems = problems(proposed, base.document(), document);
        return problems.isEmpty() ? refusal(new ProposedChange(by.actor(), configurations.configuration(base), ((Proposed.Valid) proposed).configuration(),
                document, by.preview(), by.unchecked(), by.purpose())) : Optional.of(invalid(problems));
    }

    private Optional<Problem> refusal(ProposedChange change) {
        return conditions.stream().flatMap(condition -> condition.refuses(change).stream()).findFirst();
    }

    private static List<ConfigurationProblem> problems(Proposed proposed, ObjectNode before, ObjectNode after) {
        List<ConfigurationProblem> problems = new ArrayList<>(proposed instanceof Proposed.Invalid(List<ConfigurationProblem> found) ? found : List.of());
        if (!before.path("administrators").isEmpty() && after.path("administrators").isEmpty()) {
            problems.add(new ConfigurationProblem("", "/administrators", "must keep at least one key: without one nobody could change anything over the API"));
        }
        return problems;
    }

    private Optional<Change> made(Revision base, Activation activation) {
        return switch (activation) {
            case Activation.Activated(long revision) -> Optional.of(new Change.Made(base, configurations.revision(revision)));
            case Activation.Unchanged unchanged -> Optional.of(new Change.Made(base, base));
            case Activation.Outdated outdated -> Optional.empty();
            case Activation.Occupied(long candidate) -> Optional.of(new Change.Not(occupied(candidate)));
            case Activation.Invalid(List<ConfigurationProblem> problems) -> Optional.of(new Change.Not(invalid(problems)));
        };
    }

    static Problem conflict(String message) {
        return Problem.of(ProblemCode.REVISION_CONFLICT, message).retryAfter(SOON);
    }

    static Problem invalid(List<ConfigurationProblem> problems) {
        String detail = problems.size() == 1 ? "There is one problem; see errors. Nothing was changed."
                : "There are " + problems.size() + " problems; see errors. Nothing was changed.";
        return Problem.of(ProblemCode.INVALID_CONFIGURATION, detail).errors(problems.stream()
                .map(problem -> new FieldError(problem.pointer(), null, "invalid", problem.message())).toList());
    }

    /** The store says itself what is in force now; who refused what is not in its books. */
    private static Change told(Mandate by, Change change) {
        if (change instanceof Change.Not(Problem problem)) {
            log.info("A change of the configuration by administrator {} was refused ({}); nothing was changed", by.actor(), problem.code().code());
        } else if (change instanceof Change.Made made && made.isNew()) {
            log.info("Configuration revision {} was made by administrator {}; GET /admin/v1/revisions/{} shows what changed", made.now().number(),
                    by.actor(), made.now().number());
        }
        return change;
    }
}
