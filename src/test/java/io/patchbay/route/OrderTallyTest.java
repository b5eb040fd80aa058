package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.patchbay.contract.Problem;
import io.patchbay.contract.ProblemCode;
import io.patchbay.operation.OperationState;
import io.patchbay.operation.Replay;
import io.patchbay.routing.Tally;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is held against a configuration that is being tried out, and what is not. */
class OrderTallyTest {

    private static final Set<ProblemCode> OF_THE_CONFIGURATION = EnumSet.of(ProblemCode.INVALID, ProblemCode.CAPABILITY_MISSING,
            ProblemCode.REFUSED_BY_PROVIDER, ProblemCode.NO_ROUTE, ProblemCode.PROVIDER_THROTTLED);
    private static final Set<ProblemCode> OF_NO_REVISION = EnumSet.of(ProblemCode.IDEMPOTENCY_KEY_IN_FLIGHT, ProblemCode.IDEMPOTENCY_KEY_REUSED,
            ProblemCode.NOT_READY);

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204})
    void an_order_that_is_done_was_answered_well(int status) {
        assertThat(OrderTally.of(answer(status, "{}"))).contains(Tally.WELL);
    }

    @ParameterizedTest
    @EnumSource(ProblemCode.class)
    void a_refusal_counts_for_what_it_speaks_of(ProblemCode code) {
        Replay.Answered refused = Answers.problem(Problem.of(code, "No."), null);

        if (OF_NO_REVISION.contains(code)) {
            assertThat(OrderTally.of(refused)).isEmpty();
        } else {
            assertThat(OrderTally.of(refused)).contains(code.status() >= 500 || OF_THE_CONFIGURATION.contains(code) ? Tally.ERROR : Tally.WELL);
        }
    }

    @ParameterizedTest
    @EnumSource(OperationState.class)
    void an_order_that_is_not_done_yet_counts_by_how_it_stands(OperationState state) {
        Replay.Answered accepted = answer(202, JsonNodeFactory.instance.objectNode().put("state", state.name()).toString());

        switch (state) {
            case RECEIVED -> assertThat(OrderTally.of(accepted)).as("its answer is still to come").isEmpty();
            case UNKNOWN, NEEDS_ATTENTION -> assertThat(OrderTally.of(accepted)).contains(Tally.UNKNOWN);
            case QUEUED -> assertThat(OrderTally.of(accepted)).contains(Tally.ERROR);
            default -> assertThat(OrderTally.of(accepted)).contains(Tally.WELL);
        }
    }

    @Test
    void an_answer_that_was_given_before_is_not_counted_again() {
        Map<String, String> headers = new HashMap<>(Map.of("Idempotency-Replayed", "true"));

        assertThat(OrderTally.of(new Replay.Answered(503, headers, new byte[0]))).isEmpty();
    }

    private static Replay.Answered answer(int status, String body) {
        return new Replay.Answered(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }
}
