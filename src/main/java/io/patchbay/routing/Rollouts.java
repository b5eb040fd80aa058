package io.patchbay.routing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** A revision that comes into force for some first: begun, widened, and in force for everybody or taken back, by a person or by its guard. */
public final class Rollouts {

    /** Who acts where nobody asked. */
    public static final String GATEWAY = "gateway";

    private final ConfigurationStore configurations;
    private final RolloutSteps steps;
    private final TallyTable tallies;
    private final Clock clock;

    Rollouts(ConfigurationStore configurations, RolloutSteps steps, TallyTable tallies, Clock clock) {
        this.configurations = configurations;
        this.steps = steps;
        this.tallies = tallies;
        this.clock = clock;
    }

    /**
     * Tries a document out as a revision of its own. {@link Activation.Activated} means: on those of its slice.
     *
     * @param author who, for the record
     * @param reason why, for the record
     * @param based  the revision the author has seen; beside another one that came into force meanwhile it is not tried out
     */
    public Activation begin(ObjectNode document, String author, String reason, long based, Trial trial) {
        if (configurations.proposed(document) instanceof Proposed.Invalid invalid) {
            return new Activation.Invalid(invalid.problems());
        }
        Activation begun = steps.begin(document, author, reason, based, trial);
        configurations.follow();
        return begun;
    }

    /** @param seen the step the author has seen; null if they mean whatever is being tried out */
    public Advance widen(Slice slice, Long seen, String author, String reason) {
        return followed(steps.widen(slice, seen, author, reason));
    }

    /** Puts what is being tried out in force for everybody. @param seen as for {@link #widen} */
    public Advance complete(Long seen, String author, String reason) {
        return followed(steps.complete(seen, author, reason));
    }

    /** Ends the trial; the stable revision is in force for everybody again. @param seen as for {@link #widen} */
    public Advance rollBack(Long seen, String author, String reason) {
        return followed(steps.rollBack(seen, author, reason));
    }

    private Advance followed(Advance advance) {
        configurations.follow();
        return advance;
    }

    /** What is being tried out by the database, whether or not this node has followed. */
    public Optional<Rollout> current() {
        return Optional.of(configurations.step()).filter(step -> step.candidate() != null).map(this::rollout);
    }

    private Rollout rollout(Step step) {
        Instant since = clock.instant().minus(Guard.of(step.guard()).bake()).truncatedTo(ChronoUnit.MINUTES);
        List<TallyTable.Sum> sums = tallies.sums(step.number(), since);
        long decided = sums.stream().filter(sum -> sum.revision() == step.candidate()).mapToLong(TallyTable.Sum::ever).sum();
        return new Rollout(step, steps.begun(step), decided, of(sums, step.candidate()), of(sums, step.stable()));
    }

    private static Tally of(List<TallyTable.Sum> sums, long revision) {
        return sums.stream().filter(sum -> sum.revision() == revision).map(TallyTable.Sum::since).findFirst().orElse(Tally.NONE);
    }

    /**
     * Ends what is being tried out, if it is time for that. Any node may ask at any time, and only one of them has it done.
     *
     * @return what this call has changed, if anything
     */
    public Optional<Step> judge() {
        return configurations.inForce().candidate().flatMap(tried -> current()).flatMap(this::judged);
    }

    private Optional<Step> judged(Rollout rollout) {
        long seen = rollout.step().number();
        if (rollout.fails()) {
            return made(rollBack(seen, GATEWAY, "Its orders fail more often than they may: " + rollout.figures()));
        }
        return rollout.guard().completes() && rollout.hasBaked(clock.instant())
                ? made(complete(seen, GATEWAY, "It has done well for its bake time: " + rollout.figures())) : Optional.empty();
    }

    private static Optional<Step> made(Advance advance) {
        return advance instanceof Advance.Made made ? Optional.of(made.step()) : Optional.empty();
    }
}
