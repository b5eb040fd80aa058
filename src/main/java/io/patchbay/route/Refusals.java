package io.patchbay.route;

import io.patchbay.contract.Problem;
import io.patchbay.contract.Problem.FieldError;
import io.patchbay.contract.ProblemCode;
import java.time.Duration;
import java.util.List;

/** Refusals that come from the journal. */
final class Refusals {

    private static final Duration SOON = Duration.ofSeconds(1);

    private Refusals() {
    }

    static Problem referenceTaken() {
        String message = "referenceId is already used by another subscription; read it at /v1/subscriptions/rid_<referenceId> or choose another one.";
        return Problem.of(ProblemCode.REFERENCE_TAKEN, message)
                .errors(List.of(new FieldError("/referenceId", null, "taken", message)));
    }

    static Problem inProgress(String operationId) {
        return Problem.of(ProblemCode.OPERATION_IN_PROGRESS, "Another operation on this subscription is still open; wait until it has ended.")
                .operation(operationId).retryAfter(SOON);
    }

    static Problem leaseLost(String operationId) {
        return Problem.of(ProblemCode.NOT_READY, "Another node has taken this operation over; read it to see what became of it.")
                .operation(operationId).retryAfter(SOON);
    }
}
