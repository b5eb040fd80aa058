package io.patchbay.routing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.audit.Act;
import java.time.Instant;
import java.util.function.Function;

/** Writes the steps of a rollout down. Each is one line, audited with it, and alone: two who go on at once, or one while the guard goes back, do not both. */
final class RolloutSteps {

    private final Revisions revisions;
    private final TallyTable tallies;

    RolloutSteps(Revisions revisions, TallyTable tallies) {
        this.revisions = revisions;
        this.tallies = tallies;
    }

    Activation begin(ObjectNode document, String author, String reason, long based, Trial trial) {
        return revisions.alone(() -> revisions.refusal(document, based)
                .orElseGet(() -> new Activation.Activated(begun(document, author, reason, based, trial))));
    }

    private long begun(ObjectNode document, String author, String reason, long based, Trial trial) {
        long revision = revisions.documents.insert(document, author, reason);
        long step = revisions.steps.add(new Step(0, null, Step.Kind.BEGUN, based, revision, trial.slice(), trial.guard().json(), author, reason));
        EntryChanges changes = EntryChanges.between(revisions.documents.read(based).document(), document);
        ObjectNode after = changes.after();
        after.set("slice", trial.slice().json());
        after.set("guard", trial.guard().json());
        audit(author, "rollout.begun", revision, reason, changes.before(), after);
        tallies.forget(step);
        return revision;
    }

    Advance widen(Slice slice, Long seen, String author, String reason) {
        return advance(seen, now -> slice.equals(now.slice()) ? now : widened(now, slice, author, reason));
    }

    private Step widened(Step now, Slice slice, String author, String reason) {
        audit(author, "rollout.widened", now.candidate(), reason, sliced(now.slice()), sliced(slice));
        return added(new Step(0, null, Step.Kind.WIDENED, now.stable(), now.candidate(), slice, now.guard(), author, reason));
    }

    Advance complete(Long seen, String author, String reason) {
        return advance(seen, now -> {
            audit(author, "rollout.completed", now.candidate(), reason, stable(now.stable()), stable(now.candidate()));
            return added(new Step(0, null, Step.Kind.COMPLETED, now.candidate(), null, null, null, author, reason));
        });
    }

    Advance rollBack(Long seen, String author, String reason) {
        return advance(seen, now -> {
            audit(author, "rollout.rolled-back", now.candidate(), reason, sliced(now.slice()), stable(now.stable()));
            return added(new Step(0, null, Step.Kind.ROLLED_BACK, now.stable(), null, null, null, author, reason));
        });
    }

    private Advance advance(Long seen, Function<Step, Step> going) {
        return revisions.alone(() -> {
            Step now = revisions.step();
            if (now.candidate() == null) {
                return new Advance.NothingTried();
            }
            return seen == null || seen == now.number() ? new Advance.Made(going.apply(now)) : new Advance.Outdated(now);
        });
    }

    /** As the database has numbered and dated it. */
    private Step added(Step step) {
        revisions.steps.add(step);
        return revisions.step();
    }

    /** When what is being tried out was first in force for anybody. */
    Instant begun(Step now) {
        return revisions.steps.begun(now.candidate());
    }

    private static ObjectNode sliced(Slice slice) {
        return JsonNodeFactory.instance.objectNode().set("slice", slice.json());
    }

    private static ObjectNode stable(long revision) {
        return JsonNodeFactory.instance.objectNode().put("stable", revision);
    }

    private void audit(String author, String act, long revision, String reason, ObjectNode before, ObjectNode after) {
        revisions.audit.record(new Act(author, act, "revisions/" + revision, reason, before, after));
    }
}
