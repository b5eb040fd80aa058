package io.patchbay.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTest {

    private static Operation operation(OperationState state, long fence) {
        return new Operation("op_1", "acme", "sub_1", OperationKind.CREATE, state, null, "p", "a", 1, null, null, null, null, null, List.of(), null,
                fence, Instant.EPOCH, Instant.EPOCH);
    }

    @ParameterizedTest
    @CsvSource({"SENDING,UNKNOWN,1,operation.unknown", "RECEIVED,QUEUED,1,operation.queued", "UNKNOWN,NEEDS_ATTENTION,2,operation.needs-attention",
        "NEEDS_ATTENTION,SUCCEEDED,3,operation.settled", "UNKNOWN,REJECTED,2,operation.settled", "SENDING,SUCCEEDED,2,operation.settled"})
    void a_step_that_its_caller_was_not_told_of_is_told(OperationState before, OperationState now, long fence, String type) {
        assertThat(Event.of(before, operation(now, fence))).contains(type);
    }

    @ParameterizedTest
    @CsvSource({"UNKNOWN,UNKNOWN,2", "QUEUED,QUEUED,2", "NEEDS_ATTENTION,NEEDS_ATTENTION,2", "SENDING,SUCCEEDED,1", "SENDING,REJECTED,1",
        "UNKNOWN,SENDING,2", "QUEUED,RECEIVED,2"})
    void nothing_new_is_not_told(OperationState before, OperationState now, long fence) {
        assertThat(Event.of(before, operation(now, fence))).isEmpty();
    }
}
