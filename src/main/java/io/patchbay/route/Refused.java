package io.patchbay.route;

import io.patchbay.contract.Problem;
import io.patchbay.contract.Problem.FieldError;
import io.patchbay.contract.ProblemCode;
import io.patchbay.mapping.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Problems that several steps give, and those that come from the journal. */
final class Refused {

    private static final Duration SOON = Duration.ofSeconds(1);

    private Refused() {
    }

    static Problem notFound(String what) {
        return Problem.of(ProblemCode.NOT_FOUND, what + " does not exist or belongs to somebody else.");
    }

    static Problem field(String pointer, String code, String message) {
        return Problem.of(ProblemCode.INVALID, message).errors(List.of(new FieldError(pointer, null, code, message)));
    }

    /** @param errors at least one */
    static Problem fields(List<FieldError> errors) {
        String detail = errors.size() == 1 ? errors.getFirst().message() : "There are " + errors.size() + " things to correct; see errors.";
        return Problem.of(ProblemCode.INVALID, detail).errors(errors);
    }

    static Problem capability(String message) {
        return Problem.of(ProblemCode.CAPABILITY_MISSING, message + " Nothing was sent.");
    }

    static Problem draining() {
        return Problem.of(ProblemCode.ACCOUNT_DRAINING, "Every provider account for this order is being taken out of use and takes no new subscription. "
                + "Nothing was sent; ask the operator.").retryAfter(Duration.ofMinutes(1));
    }

    static Problem referenceTaken() {
        String message = "referenceId is already used by another subscription; read it at /v1/subscriptions/rid_<referenceId> or choose another one.";
        return Problem.of(ProblemCode.REFERENCE_TAKEN, message)
                .errors(List.of(new FieldError("/referenceId", null, "taken", message)));
    }

    static Problem providerSubscriptionTaken() {
        String message = "Another subscription at this account has this id already; check which one you found.";
        return Problem.of(ProblemCode.PROVIDER_SUBSCRIPTION_TAKEN, message)
                .errors(List.of(new FieldError("/subscription/providerSubscriptionId", null, "taken", message)));
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

    static Problem of(Order order, ProblemCode code, Refusal refusal) {
        return Problem.of(code, refusal.message()).errors(errors(order, refusal));
    }

    /** The field the provider's data names first, then what the provider itself said. */
    private static List<FieldError> errors(Order order, Refusal refusal) {
        List<FieldError> errors = new ArrayList<>();
        refusal.errors().forEach(detail -> errors.add(new FieldError(orBody(order, detail.pointer()), null,
                detail.code() == null ? refusal.reason() : detail.code(), detail.message())));
        if (errors.isEmpty()) {
            errors.add(new FieldError(orBody(order, refusal.pointer()), null, refusal.reason(), refusal.message()));
        }
        return errors;
    }

    private static String orBody(Order order, String pointer) {
        String sent = Pointers.inRequest(order, pointer);
        return sent == null ? "" : sent;
    }
}
