package io.patchbay.route;

import io.patchbay.contract.ApiContract;
import io.patchbay.contract.Problem;
import io.patchbay.contract.Problem.FieldError;
import io.patchbay.contract.ProblemCode;
import io.patchbay.contract.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** Holds a request against the contract and names everything that does not fit at once. */
@Component("validation")
class Validation {

    private final ApiContract contract;
    private final Replays replays;

    Validation(ApiContract contract, Replays replays) {
        this.contract = contract;
        this.replays = replays;
    }

    public void validate(Exchange exchange) {
        Inbound inbound = Order.of(exchange).inbound;
        List<Violation> found = new ArrayList<>(contract.query(inbound.operation(), inbound.query()));
        found.addAll(contract.body(inbound.operation(), inbound.hasBody() ? inbound.body() : null));
        if (!found.isEmpty()) {
            replays.refuse(exchange, problem(ProblemCode.INVALID, found));
        }
    }

    /** Headers are looked at before anything else: a key that cannot be one must not be looked up. */
    public void validateHeaders(Exchange exchange) {
        Inbound inbound = Order.of(exchange).inbound;
        List<Violation> found = inbound.claim() == null ? List.of()
                : contract.headers(inbound.operation(), Map.of("Idempotency-Key", inbound.claim().key()));
        if (!found.isEmpty()) {
            Answers.refuse(exchange, problem(ProblemCode.MALFORMED_REQUEST, found));
        }
    }

    private static Problem problem(ProblemCode code, List<Violation> found) {
        String detail = found.size() == 1 ? found.getFirst().message() : "There are " + found.size() + " things to correct; see errors.";
        return Problem.of(code, detail).errors(found.stream()
                .map(violation -> new FieldError(violation.pointer(), violation.parameter(), violation.code(), violation.message()))
                .toList());
    }
}
