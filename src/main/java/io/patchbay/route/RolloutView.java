package io.patchbay.route;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.routing.Rollout;
import io.patchbay.routing.Step;
import io.patchbay.routing.Tally;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Rollouts and their steps as operators read them. */
final class RolloutView {

    private RolloutView() {
    }

    static ObjectNode of(Rollout rollout, Instant now) {
        Step step = rollout.step();
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("revision", step.candidate()).put("step", step.number());
        json.set("slice", step.slice().json());
        json.put("begun", time(rollout.begun())).put("since", time(step.at())).put("by", step.author()).put("reason", step.reason());
        json.set("guard", rollout.guard().json());
        json.put("bakeEnds", time(rollout.bakeEnds()));
        json.set("tried", of(step.candidate(), rollout.candidate()));
        json.set("stable", of(step.stable(), rollout.stable()));
        return json.put("next", next(rollout, now));
    }

    private static ObjectNode of(long revision, Tally tally) {
        return JsonNodeFactory.instance.objectNode().put("revision", revision).put("requests", tally.requests()).put("errors", tally.errors())
                .put("unknown", tally.unknown()).put("rate", Math.round(10 * tally.rate()) / 10.0);
    }

    private static String next(Rollout rollout, Instant now) {
        boolean completes = rollout.guard().completes();
        if (rollout.decided() < rollout.guard().minimum()) {
            return "It is judged once it has decided " + rollout.guard().minimum() + " orders; until now it has decided " + rollout.decided() + ".";
        }
        return rollout.hasBaked(now) && !completes ? "It has done well for its bake time. Complete it or widen it; until then its guard goes on watching."
                : "It is taken back if its rate exceeds the other's by more than the threshold; otherwise, when the bake time is over, "
                + (completes ? "it is in force for everybody." : "it waits to be completed.");
    }

    /** @param before the step that was in force until then; null if it was the first */
    static ObjectNode of(Step step, Step before) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("step", step.number()).put("at", time(step.at())).put("kind", step.kind().name())
                .put("revision", about(step, before)).put("stable", step.stable());
        if (step.slice() != null) {
            json.set("slice", step.slice().json());
            json.set("guard", step.guard());
        }
        return json.put("by", step.author()).put("reason", step.reason());
    }

    private static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static long about(Step step, Step before) {
        if (step.kind() == Step.Kind.ROLLED_BACK && before != null && before.candidate() != null) {
            return before.candidate();
        }
        return step.candidate() == null ? step.stable() : step.candidate();
    }
}
