package io.patchbay.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.operation.Operation;
import io.patchbay.operation.OperationFilter;
import io.patchbay.operation.OperationView;
import io.patchbay.operation.Operations;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** What operators look up to find out what a person has to settle: operations of all tenants. */
@Component("desk")
class Desk {

    private final Operations operations;

    Desk(Operations operations) {
        this.operations = operations;
    }

    public void operation(Exchange exchange) {
        Order order = Order.of(exchange);
        operations.findAny(order.inbound.path().get("operationId")).ifPresentOrElse(
                found -> Answers.give(exchange, Answers.json(200, view(found), order)),
                () -> Answers.refuse(exchange, Refused.notFound("The operation")));
    }

    public void operations(Exchange exchange) {
        Order order = Order.of(exchange);
        Optional<String> before = Lists.before(exchange, order, "op");
        if (exchange.isRouteStop()) {
            return;
        }
        List<Operation> found = operations.page(OperationFilter.ofAll(order.inbound.query(), before.orElse(null), Lists.limit(order)));
        Answers.give(exchange, Answers.json(200, Answers.page(found, Lists.limit(order), Desk::view, Operation::id), order));
    }

    static ObjectNode view(Operation operation) {
        return OperationView.of(operation).put("tenant", operation.tenant());
    }
}
