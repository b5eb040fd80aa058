package io.patchbay.routing;

import java.time.Instant;
import java.util.Locale;

/**
 * A revision that is being tried out, and how it does beside the one in force for everybody else.
 *
 * @param step      the newest, which says for whom it is in force
 * @param begun     when it was first in force for anybody
 * @param decided   how many orders it has decided since that step
 * @param candidate its orders, over the last bake time at most
 * @param stable    the orders by the other revision in the same time
 */
public record Rollout(Step step, Instant begun, long decided, Tally candidate, Tally stable) {

    public Guard guard() {
        return Guard.of(step.guard());
    }

    public Instant bakeEnds() {
        return step.at().plus(guard().bake());
    }

    /** It does so much worse than the other that it is taken back. */
    public boolean fails() {
        return guard().isExceeded(candidate, stable);
    }

    /** It has had its time, and orders enough to be judged by. */
    public boolean hasBaked(Instant now) {
        return !bakeEnds().isAfter(now) && decided >= guard().minimum();
    }

    /** How both do, for people. */
    public String figures() {
        return String.format(Locale.ROOT, "revision %d: %s; revision %d: %s; threshold %.1f points", step.candidate(), words(candidate), step.stable(),
                words(stable), guard().threshold());
    }

    private static String words(Tally tally) {
        return String.format(Locale.ROOT, "%.1f %% of %d orders failed (%d errors, %d unknown)", tally.rate(), tally.requests(), tally.errors(), tally.unknown());
    }
}
