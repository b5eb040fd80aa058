package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.doNothing;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.patchbay.routing.Rollouts;
import io.patchbay.routing.Step;
import io.patchbay.routing.Tallies;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.QueryTimeoutException;

@ExtendWith(OutputCaptureExtension.class)
class RolloutWatchTest {

    private static final String CANNOT = "The rollout that goes on cannot be judged";

    private final Tallies tallies = mock();
    private final Rollouts rollouts = mock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RolloutWatch watch = new RolloutWatch(tallies, rollouts, meters);

    @Test
    void a_database_that_is_away_is_told_once_each_time(CapturedOutput output) {
        when(rollouts.judge()).thenReturn(Optional.empty());
        doThrow(new QueryTimeoutException("away")).when(tallies).flush();
        watch.watch();
        watch.watch();
        assertThat(output.getAll().split(CANNOT, -1)).hasSize(2);

        doNothing().when(tallies).flush();
        watch.watch();
        doThrow(new QueryTimeoutException("away again")).when(tallies).flush();
        watch.watch();
        assertThat(output.getAll().split(CANNOT, -1)).hasSize(3);
    }

    @Test
    void what_is_taken_back_is_counted_and_told_and_what_completes_is_only_told(CapturedOutput output) {
        when(rollouts.judge()).thenReturn(Optional.of(step(Step.Kind.COMPLETED, 18)), Optional.of(step(Step.Kind.ROLLED_BACK, 17)), Optional.empty());

        watch.watch();
        watch.watch();
        watch.watch();

        assertThat(output).contains("A rollout is complete, revision 18 is in force for everybody. figures",
                "A rollout was taken back, revision 17 is in force for everybody again. figures");
        assertThat(meters.get("patchbay.rollout.rollbacks").counter().count()).isEqualTo(1);
    }

    private static Step step(Step.Kind kind, long stable) {
        return new Step(9, Instant.EPOCH, kind, stable, null, null, null, Rollouts.GATEWAY, "figures");
    }
}
