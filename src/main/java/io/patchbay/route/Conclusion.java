package io.patchbay.route;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.patchbay.limit.Lane;
import io.patchbay.mapping.Next;
import io.patchbay.mapping.Notice;
import io.patchbay.mapping.OutcomeClass;
import io.patchbay.mapping.Verdict;
import io.patchbay.operation.Closing;
import io.patchbay.operation.Journal;
import io.patchbay.operation.Opening;
import io.patchbay.operation.Operation;
import io.patchbay.operation.OperationState;
import io.patchbay.operation.OperationView;
import io.patchbay.operation.Operations;
import io.patchbay.operation.Replay;
import io.patchbay.subscription.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Ends an order: writes its outcome down and gives the answer. */
@Component("conclusion")
class Conclusion {

    private static final Logger log = LoggerFactory.getLogger(Conclusion.class);

    /** A database that restarts is away for a second or two; a known outcome is worth that much waiting. */
    private static final Retry PATIENTLY = Retry.of("outcome", RetryConfig.custom().maxAttempts(6)
            .intervalFunction(IntervalFunction.ofExponentialBackoff(Duration.ofMillis(100), 2))
            .retryExceptions(DataAccessException.class, TransactionException.class).ignoreExceptions(DuplicateKeyException.class).build());

    private final Journal journal;
    private final Operations operations;
    private final Collisions collisions;
    private final OperationMetrics metrics;
    private final Withdrawals withdrawals;

    Conclusion(Journal journal, Operations operations, Collisions collisions, OperationMetrics metrics, Withdrawals withdrawals) {
        this.journal = journal;
        this.operations = operations;
        this.collisions = collisions;
        this.metrics = metrics;
        this.withdrawals = withdrawals;
    }

    /** The end of an order that may have changed something. What stood in the way of one that never opened may be the same order, sent twice. */
    public void conclude(Exchange exchange) {
        Order order = Order.of(exchange);
        Next.End end = order.end();
        if (order.opened != null) {
            Answers.give(exchange, written(order, closing(order, end)));
        } else if (order.isQueued()) {
            record(exchange, order, closing(order, end));
        } else if (order.lane == Lane.DUE && end.verdict().outcome() == OutcomeClass.REJECTED) {
            refuseDue(exchange, order, end.verdict());
        } else {
            collisions.refuse(exchange, Judgement.beforeOpening(order, end.verdict()));
        }
    }

    /** Nobody waits for the answer to what was due, so a refusal that no trying again will change has to be written down to be known. */
    void refuseDue(Exchange exchange, Order order, Verdict verdict) {
        Operation operation = order.asOf(OperationState.REJECTED, Judgement.outcome(order, verdict));
        record(exchange, order, new Closing(operation, order.subscription, order.effect::refused, null, null, known -> accepted(order, operation),
                List.of(), false));
        metrics.ended(operation);
        exchange.setRouteStop(true);
    }

    /** Written down for the first time, to wait: nothing has been sent. */
    private void record(Exchange exchange, Order order, Closing closing) {
        Journal.Recorded recorded = recorded(order, closing);
        if (recorded.opening() instanceof Opening.Opened opened) {
            order.opened = opened.operation();
            Answers.give(exchange, recorded.answer());
        } else {
            collisions.refuse(exchange, recorded.opening());
        }
    }

    /** A caller who is told that nothing was sent must not find it carried out later. */
    private Journal.Recorded recorded(Order order, Closing closing) {
        try {
            return journal.record(order.draft(order.asOf(OperationState.RECEIVED, null)), closing);
        } catch (TransactionException | DataAccessException lost) {
            withdrawals.remember(order, lost);
            throw lost;
        }
    }

    /** A refused outcome write loses nothing: the operation is still there as SENDING and will be asked about. */
    private Replay.Answered written(Order order, Closing closing) {
        try {
            Optional<Replay.Answered> answer = PATIENTLY.executeSupplier(() -> journal.close(closing));
            answer.ifPresent(closed -> metrics.ended(closing.operation()));
            return answer.orElseGet(() -> collisions.elsewhere(order));
        } catch (DuplicateKeyException taken) {
            log.warn("Operation {} is answered with a subscription that is another order's at account {}; when its lease ends its own is looked for",
                    order.operationId, order.getAccount());
            return order.doubt.sinceLost() == null || looksElsewhere(order) ? accepted(order, order.asOf(OperationState.UNKNOWN, Judgement.unwritten()))
                    : needsAttention(order, "provider-subscription-taken", "What the provider made is another subscription's already.");
        } catch (DataAccessException | TransactionException away) {
            log.error("The outcome of operation {} could not be written ({}); it stays SENDING until its lease ends and is then asked about",
                    order.operationId, away.getClass().getSimpleName());
            return accepted(order, order.asOf(OperationState.UNKNOWN, Judgement.unwritten()));
        }
    }

    private Closing closing(Order order, Next.End end) {
        Verdict verdict = Judgement.ofWhole(order, end.verdict());
        boolean succeeded = verdict.outcome() == OutcomeClass.SUCCEEDED;
        order.notices = succeeded ? notices(order, end) : order.notices;
        Operation operation = order.asOf(state(order, verdict), outcome(order, verdict));
        ObjectNode result = succeeded ? end.result() : JsonNodeFactory.instance.objectNode();
        return new Closing(operation, order.subscription,
                known -> operation.state() == OperationState.REJECTED && Judgement.mayBeTriedAgain(verdict) ? order.effect.postponed(known)
                        : change(order, operation.state(), known, result),
                order.patience(operation.state()), order.inbound.claim(),
                subscription -> answer(order, operation, verdict, subscription, result),
                ended(order, operation, result), Judgement.mayBeTriedAgain(verdict));
    }

    private static ObjectNode outcome(Order order, Verdict verdict) {
        return switch (state(order, verdict)) {
            case QUEUED -> Judgement.queued(order, verdict, order.way.rest);
            case NEEDS_ATTENTION -> Judgement.attention(order, verdict.rule(), "It could not be found out for too long.");
            default -> Judgement.outcome(order, verdict);
        };
    }

    /** What is still unknown after all that time is a person's to find out. */
    private static OperationState state(Order order, Verdict verdict) {
        OperationState state = order.isQueued() ? OperationState.QUEUED : Judgement.state(verdict);
        boolean tooLong = state == OperationState.UNKNOWN && order.doubt.sinceLost() != null
                && order.doubt.sinceLost().compareTo(order.unit.sheet().settling().attention()) >= 0;
        return tooLong ? OperationState.NEEDS_ATTENTION : state;
    }

    private static List<Notice> notices(Order order, Next.End end) {
        if (end.notices().isEmpty()) {
            return order.notices;
        }
        List<Notice> notices = new ArrayList<>(order.notices);
        Pointers.inRequest(order, end.notices()).stream().filter(notice -> !notices.contains(notice)).forEach(notices::add);
        return notices;
    }

    static Subscription change(Order order, OperationState state, Subscription known, ObjectNode result) {
        return switch (state) {
            case SUCCEEDED -> Effects.noted(order, order.effect.succeeded(known, result));
            case REJECTED -> order.effect.refused(known);
            default -> known;
        };
    }

    /** The next look leaves out what others own; any other way of asking would find the same again. */
    private static boolean looksElsewhere(Order order) {
        return "match-by-tuple".equals(order.attempts.getLast().probe());
    }

    /** It cannot be found out by asking: a person has to. */
    void needsAttention(Exchange exchange, Order order, String rule, String why) {
        needsAttention(order, rule, why);
        order.inquiry = null;
        exchange.setRouteStop(true);
    }

    private Replay.Answered needsAttention(Order order, String rule, String why) {
        Operation operation = order.asOf(OperationState.NEEDS_ATTENTION, Judgement.attention(order, rule, why));
        Closing closing = new Closing(operation, order.subscription, known -> known, null, order.inbound.claim(),
                subscription -> attention(order, operation), List.of(), false);
        return written(order, closing);
    }

    private static Replay.Answered attention(Order order, Operation operation) {
        log.warn("Operation {} ({} at account {}) needs attention ({}): settle it by POST /admin/v1/operations/{}/settle",
                operation.id(), operation.kind().word(), operation.account(), operation.outcome().path("rule").asText(), operation.id());
        return accepted(order, operation);
    }

    /** The handles of a subscription that has just ended: the provider may give them to another one. */
    static List<String> ended(Order order, Operation operation, ObjectNode result) {
        boolean over = operation.state() == OperationState.SUCCEEDED && result.path("status").asText().equals("CANCELLED");
        return over ? order.subscription.handles() : List.of();
    }

    private Replay.Answered answer(Order order, Operation operation, Verdict verdict, Subscription subscription, ObjectNode result) {
        return switch (operation.state()) {
            case SUCCEEDED -> Success.answer(order, subscription, result);
            case REJECTED -> Answers.problem(Judgement.problem(order, verdict).operation(operation.id()), order);
            case QUEUED -> accepted(order, operation);
            case NEEDS_ATTENTION -> attention(order, operation);
            default -> unknown(order, operation, verdict);
        };
    }

    private Replay.Answered unknown(Order order, Operation operation, Verdict verdict) {
        log.warn("Operation {} ({} at account {}) is UNKNOWN by rule {}: the provider may have acted; it is not sent again until that is found out",
                operation.id(), operation.kind().word(), order.getAccount(), verdict.rule());
        if (verdict.rule().equals("unmapped")) {
            metrics.unmapped(order);
        }
        return accepted(order, operation);
    }

    static Replay.Answered accepted(Order order, Operation operation) {
        return Answers.located(Answers.json(202, OperationView.of(operation), order), "/v1/operations/" + operation.id());
    }

    /** @return the canonical result of a read, or empty after the refusal has been given */
    Optional<ObjectNode> read(Exchange exchange) {
        Order order = Order.of(exchange);
        Next.End end = (Next.End) order.walk.next();
        if (end.verdict().outcome() == OutcomeClass.SUCCEEDED) {
            order.notices = notices(order, end);
            return Optional.of(end.result());
        }
        Answers.refuse(exchange, Judgement.ofRead(order, end.verdict()));
        return Optional.empty();
    }
}
