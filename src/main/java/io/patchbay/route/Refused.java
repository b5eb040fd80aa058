package io.patchbay.route;

import io.patchbay.contract.Problem;
import io.patchbay.contract.Problem.FieldError;
import io.patchbay.contract.ProblemCode;
import io.patchbay.mapping.Refusal;
import java.util.ArrayList;
import java.util.List;

/** Problems that several steps give. */
final class Refused {

    private Refused() {
    }

    static Problem notFound(String what) {
        return Problem.of(ProblemCode.NOT_FOUND, what + " does not exist or belongs to somebody else.");
    }

    static Problem field(String pointer, String code, String message) {
        return Problem.of(ProblemCode.INVALID, message).errors(List.of(new FieldError(pointer, null, code, message)));
    }

    static Problem capability(String message) {
        return Problem.of(ProblemCode.CAPABILITY_MISSING, message + " Nothing was sent.");
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
