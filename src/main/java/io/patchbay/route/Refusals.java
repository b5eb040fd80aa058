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

    static Problem inFlight() {
        return Problem.of(ProblemCode.IDEMPOTENCY_KEY_IN_FLIGHT,
                "A request with this Idempotency-Key is still running. Repeat it in a moment to get its answer.").retryAfter(SOON);
    }

    /** @param operationId null if the other operation came and went while this order was being prepared */
    static Problem inProgress(String operationId) {
        Problem problem = Problem.of(ProblemCode.OPERATION_IN_PROGRESS, operationId == null
                ? "Another operation has just changed this subscription; read it and decide again."
                : "Another operation on this subscription is still open; wait until it has ended.").retryAfter(SOON);
        return operationId == null ? problem : problem.operation(operationId);
    }

    static Problem leaseLost(String operationId) {
        return Problem.of(ProblemCode.NOT_READY, "Another node has taken this operation over; read it to see what became of it.")
                .operation(operationId).retryAfter(SOON);
    }
}
