package io.patchbay.route;

import io.patchbay.limit.Lane;
import io.patchbay.operation.Journal;
import io.patchbay.operation.Opening;
import io.patchbay.operation.Operation;
import io.patchbay.operation.OperationState;
import io.patchbay.operation.Replay;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** Takes an order whose caller would rather not wait: written down, answered 202, carried out behind the answer. */
@Component("acceptance")
class Acceptance {

    private final Journal journal;
    private final Collisions collisions;

    Acceptance(Journal journal, Collisions collisions) {
        this.journal = journal;
        this.collisions = collisions;
    }

    public void accept(Exchange exchange) {
        Order order = Order.of(exchange);
        Operation operation = order.asOf(OperationState.RECEIVED, null);
        Journal.Recorded recorded = journal.accept(order.draft(operation), () -> preferenceApplied(Conclusion.accepted(order, operation)));
        if (recorded.opening() instanceof Opening.Opened opened) {
            order.opened = opened.operation();
            order.lane = Lane.QUEUED;
            Answers.give(exchange, recorded.answer());
        } else {
            collisions.refuse(exchange, recorded.opening());
        }
    }

    private static Replay.Answered preferenceApplied(Replay.Answered answer) {
        answer.headers().put("Preference-Applied", Door.PREFERS_ASYNC);
        return answer;
    }
}
