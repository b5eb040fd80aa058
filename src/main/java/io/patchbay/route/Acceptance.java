package io.patchbay.route;

import io.patchbay.limit.Lane;
import io.patchbay.operation.Journal;
import io.patchbay.operation.Opening;
import io.patchbay.operation.Operation;
import io.patchbay.operation.OperationState;
import io.patchbay.operation.Replay;
import org.apache.camel.Exchange;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Takes an order whose caller would rather not wait: written down, answered 202, carried out behind the answer. */
@Component("acceptance")
class Acceptance {

    private final Journal journal;
    private final Collisions collisions;
    private final Withdrawals withdrawals;

    Acceptance(Journal journal, Collisions collisions, Withdrawals withdrawals) {
        this.journal = journal;
        this.collisions = collisions;
        this.withdrawals = withdrawals;
    }

    public void accept(Exchange exchange) {
        Order order = Order.of(exchange);
        Operation operation = order.asOf(OperationState.RECEIVED, null);
        Journal.Recorded recorded = recorded(order, operation);
        if (recorded.opening() instanceof Opening.Opened opened) {
            order.opened = opened.operation();
            order.lane = Lane.QUEUED;
            Answers.give(exchange, recorded.answer());
            // what comes behind the answer is no time of its caller's
            exchange.removeProperty(Door.TIME);
        } else {
            collisions.refuse(exchange, recorded.opening());
        }
    }

    /** A caller who is told that nothing was sent must not find it carried out later. */
    private Journal.Recorded recorded(Order order, Operation operation) {
        try {
            return journal.accept(order.draft(operation), () -> preferenceApplied(Conclusion.accepted(order, operation)));
        } catch (TransactionException | DataAccessException lost) {
            withdrawals.remember(order, lost);
            throw lost;
        }
    }

    private static Replay.Answered preferenceApplied(Replay.Answered answer) {
        answer.headers().put("Preference-Applied", Door.PREFERS_ASYNC);
        return answer;
    }
}
