package io.patchbay.route;

import io.patchbay.contract.Problem;
import io.patchbay.contract.ProblemCode;
import io.patchbay.operation.OperationState;
import io.patchbay.schedule.DueTask;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionException;

/** Answers what no step foresaw, and tells of it where nobody asked. Once an operation is written down its outcome is never guessed: the caller gets its number. */
@Component("faults")
class Faults {

    private static final Logger log = LoggerFactory.getLogger(Faults.class);

    private static final String FOR_TENANTS = "The gateway cannot write orders down at the moment, so nothing was sent. Try again shortly, "
            + "under the same Idempotency-Key; without one look at GET /v1/operations first.";

    /** Of a commit whose answer was lost nobody knows more than the audit. */
    private static final String FOR_ADMINISTRATORS = "The gateway cannot use its database at the moment, so this could not be done; what is in force stays in force. "
            + "Try again when readiness is back; after a change look at GET /admin/v1/audit first, for it may have been the answer only that was lost.";

    private final WakeUps wakeUps;
    private final Replays replays;

    Faults(WakeUps wakeUps, Replays replays) {
        this.wakeUps = wakeUps;
        this.replays = replays;
    }

    public void answer(Exchange exchange) {
        Throwable fault = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        Woken woken = exchange.getProperty(Woken.PROPERTY, Woken.class);
        DueTask task = exchange.getProperty(DueOrders.TASK, DueTask.class);
        if (task != null) {
            postponed(exchange, task, fault);
        } else if (woken != null) {
            undone(exchange, woken, fault);
        } else {
            answer(exchange, fault);
        }
    }

    /** Nobody waits for an answer. */
    private void undone(Exchange exchange, Woken woken, Throwable fault) {
        if (isOfDatabase(fault)) {
            log.warn("What {} was woken for could not be done ({}); it is woken again as planned", woken.name(), fault.getClass().getSimpleName());
        } else {
            log.error("What {} was woken for failed in the gateway; it is woken again as planned", woken.name(), new Trace(fault));
        }
        wakeUps.failed(woken, fault);
        exchange.setRouteStop(true);
    }

    /** The promise stands; so does an operation that was written down for it. */
    private static void postponed(Exchange exchange, DueTask task, Throwable fault) {
        if (isOfDatabase(fault)) {
            log.warn("What is due of subscription {} has to wait ({}); it is tried again when the database answers", task.subscriptionId(),
                    fault.getClass().getSimpleName());
        } else {
            log.error("What is due of subscription {} failed in the gateway; it is tried again ever more seldom", task.subscriptionId(), new Trace(fault));
        }
        exchange.setRouteStop(true);
    }

    private static boolean isOfDatabase(Throwable fault) {
        return fault instanceof DataAccessException || fault instanceof TransactionException;
    }

    private void answer(Exchange exchange, Throwable fault) {
        Order order = Order.of(exchange);
        if (order != null && order.opened != null) {
            unsettled(exchange, order, fault);
        } else if (isOfDatabase(fault) && answersBefore(exchange, fault)) {
            log.warn("The database takes no orders ({}); a request was answered by what it has already", fault.getClass().getSimpleName());
        } else if (isOfDatabase(fault)) {
            log.error("The database cannot be used ({}); the request was refused with 503 and nothing was sent",
                    fault.getClass().getSimpleName());
            Answers.refuse(exchange, Problem.of(ProblemCode.NOT_READY, order != null && order.inbound.tenant() == null ? FOR_ADMINISTRATORS : FOR_TENANTS)
                    .retryAfter(Duration.ofSeconds(5)));
        } else {
            log.error("A request failed in the gateway; nothing was sent for it", new Trace(fault));
            mistaken(exchange, order);
        }
    }

    /** What was ordered before has had another answer: nothing may say that it was not sent. */
    private void mistaken(Exchange exchange, Order order) {
        Problem problem = Problem.of(ProblemCode.INTERNAL, "The gateway made a mistake. Nothing was sent for this request.");
        if (order == null) {
            Answers.refuse(exchange, problem);
            return;
        }
        try {
            replays.refuse(exchange, problem);
        } catch (RuntimeException unasked) {
            answer(exchange, unasked);
        }
    }

    /** A database that can be read and not written still tells what was ordered before. */
    private boolean answersBefore(Exchange exchange, Throwable fault) {
        boolean away = fault instanceof CannotCreateTransactionException || fault instanceof CannotGetJdbcConnectionException;
        try {
            return !away && Order.of(exchange) != null && replays.answersUnasked(exchange);
        } catch (RuntimeException unasked) {
            return false;
        }
    }

    private static void unsettled(Exchange exchange, Order order, Throwable fault) {
        log.error("Operation {} was interrupted by a fault; it stays as it was written down until its lease ends and is then taken up again",
                order.operationId, new Trace(fault));
        Answers.give(exchange, Conclusion.accepted(order, order.asOf(OperationState.UNKNOWN, Judgement.unwritten())));
        exchange.setRouteStop(true);
    }

    /** Where it happened, without the exception's text: that may hold a request or a URL. */
    private static final class Trace extends RuntimeException {

        Trace(Throwable fault) {
            super(fault.getClass().getName(), fault.getCause() == null ? null : new Trace(fault.getCause()));
            setStackTrace(fault.getStackTrace());
        }
    }
}
