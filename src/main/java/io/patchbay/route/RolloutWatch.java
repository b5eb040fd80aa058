package io.patchbay.route;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.patchbay.routing.Rollouts;
import io.patchbay.routing.Step;
import io.patchbay.routing.Tallies;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Sees to it each second that a revision that is being tried out is taken back when it does worse than the other. Every node does; one has it done. */
@Component("rolloutWatch")
class RolloutWatch {

    private static final Logger log = LoggerFactory.getLogger(RolloutWatch.class);

    private final Tallies tallies;
    private final Rollouts rollouts;
    private final Counter takenBack;
    private final AtomicBoolean away = new AtomicBoolean();

    RolloutWatch(Tallies tallies, Rollouts rollouts, MeterRegistry meters) {
        this.tallies = tallies;
        this.rollouts = rollouts;
        this.takenBack = Counter.builder("patchbay.rollout.rollbacks").description("Rollouts that this node has taken back by itself").register(meters);
    }

    public void watch() {
        try {
            tallies.flush();
            rollouts.judge().ifPresent(this::tell);
            away.set(false);
        } catch (DataAccessException | TransactionException unreachable) {
            if (!away.getAndSet(true)) {
                log.warn("The rollout that goes on cannot be judged ({}); it goes on as it is until the database answers again",
                        unreachable.getClass().getSimpleName());
            }
        }
    }

    private void tell(Step step) {
        if (step.kind() == Step.Kind.ROLLED_BACK) {
            takenBack.increment();
            log.warn("A rollout was taken back, revision {} is in force for everybody again. {}", step.stable(), step.reason());
        } else {
            log.info("A rollout is complete, revision {} is in force for everybody. {}", step.stable(), step.reason());
        }
    }
}
