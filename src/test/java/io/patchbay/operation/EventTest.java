package io.patchbay.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTest {

    private static Operation operation(OperationState state) {
        return new Operation("op_1", "acme", "sub_1", OperationKind.CREATE, state, null, "p", "a", 1, null, null, null, null, null, List.of(), null,
                Operation.FIRST_FENCE, Instant.EPOCH, Instant.EPOCH);
    }

    @ParameterizedTest
    @CsvSource({",UNKNOWN,operation.unknown", ",QUEUED,operation.queued", "RECEIVED,QUEUED,operation.queued", "QUEUED,UNKNOWN,operation.unknown",
        "UNKNOWN,QUEUED,operation.queued", "UNKNOWN,NEEDS_ATTENTION,operation.needs-attention", "NEEDS_ATTENTION,SUCCEEDED,operation.settled",
        "UNKNOWN,REJECTED,operation.settled", "QUEUED,SUCCEEDED,operation.settled", "RECEIVED,SUCCEEDED,operation.settled"})
    void a_state_that_its_caller_was_not_told_of_is_told(String last, OperationState now, String type) {
        assertThat(Event.of(Told.of(last), operation(now))).contains(type);
    }

    @ParameterizedTest
    @CsvSource({"UNKNOWN,UNKNOWN", "QUEUED,QUEUED", "NEEDS_ATTENTION,NEEDS_ATTENTION", ",SUCCEEDED", ",REJECTED", "UNKNOWN,SENDING", "QUEUED,RECEIVED"})
    void nothing_new_is_not_told(String last, OperationState now) {
        assertThat(Event.of(Told.of(last), operation(now))).isEmpty();
    }
}
