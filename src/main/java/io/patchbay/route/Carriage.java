package io.patchbay.route;

import io.patchbay.contract.Problem;
import io.patchbay.contract.ProblemCode;
import io.patchbay.mapping.Next;
import io.patchbay.mapping.OutcomeClass;
import io.patchbay.mapping.ProviderAnswer;
import io.patchbay.mapping.Phase;
import io.patchbay.mapping.Verdict;
import io.patchbay.mapping.Walk;
import io.patchbay.operation.Attempt;
import io.patchbay.operation.Journal;
import io.patchbay.operation.Opening;
import io.patchbay.operation.Operation;
import io.patchbay.operation.OperationState;
import io.patchbay.operation.Pool;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/**
 * Carries an order through the calls its provider needs: what is written down before each call, and what each answer means for the
 * next. The routes {@code provider-write} and {@code provider-read} tell the order of these steps.
 */
@Component("carriage")
class Carriage {

    private final Journal journal;
    private final Pool pool;
    private final Clock clock;
    private final CallMetrics metrics;
    private final Collisions collisions;

    Carriage(Journal journal, Pool pool, Clock clock, CallMetrics metrics, Collisions collisions) {
        this.journal = journal;
        this.pool = pool;
        this.clock = clock;
        this.metrics = metrics;
        this.collisions = collisions;
    }

    /** Makes the next request ready and, if it changes anything at the provider, writes it down first. */
    public void writeDown(Exchange exchange) {
        Order order = Order.of(exchange);
        order.sending = null;
        if (order.restocking != null) {
            order.sending = sending(order.restocking.walk().next());
        } else if (order.walk.next() instanceof Next.Send read && !read.call().mutates()) {
            leave(order, read);
        } else {
            writeMutation(exchange, order);
        }
    }

    /** A call of a provider-read route: nothing changes anywhere, so nothing is written. */
    public void ready(Exchange exchange) {
        Order order = Order.of(exchange);
        leave(order, (Next.Send) order.walk.next());
    }

    private void writeMutation(Exchange exchange, Order order) {
        Walk before = order.walk;
        int attemptsBefore = order.attempts.size();
        Opening opening = order.opened == null
                ? journal.open(() -> drafted(order).map(order::draft))
                : journal.advance(() -> drafted(order));
        if (opening instanceof Opening.Opened opened) {
            order.opened = opened.operation();
            return;
        }
        order.sending = null;
        order.attempts.subList(attemptsBefore, order.attempts.size()).clear();
        notWritten(exchange, order, before, opening);
    }

    /** Reserves what the step needs and makes its request, inside the transaction that writes it down. */
    private Optional<Operation> drafted(Order order) {
        while (order.walk.next() instanceof Next.Reserve wanted) {
            Optional<String> item = taken(order, wanted);
            if (item.isEmpty()) {
                return Optional.empty();
            }
            order.walk = order.walk.reserved(wanted.pool(), item.get());
        }
        if (!(order.walk.next() instanceof Next.Send send)) {
            return Optional.empty();
        }
        leave(order, send);
        return Optional.of(order.asOf(OperationState.SENDING, null));
    }

    private Optional<String> taken(Order order, Next.Reserve wanted) {
        return wanted.item() == null
                ? pool.take(order.getAccount(), wanted.pool(), wanted.key(), order.operationId)
                : Optional.of(wanted.item()).filter(item -> pool.take(order.getAccount(), wanted.pool(), wanted.key(), item, order.operationId));
    }

    private void notWritten(Exchange exchange, Order order, Walk before, Opening opening) {
        if (opening instanceof Opening.PoolEmpty) {
            poolEmpty(order, before);
        } else {
            collisions.refuse(exchange, opening);
        }
    }

    /** The walk may have ended by itself while it was drafted; only an unmet wish for an item is a matter for the pool. */
    private void poolEmpty(Order order, Walk before) {
        if (!(order.walk.next() instanceof Next.Reserve wanted)) {
            return;
        }
        order.walk = before;
        if (wanted.item() != null || order.restockedInVain) {
            order.walk = before.poolEmpty(wanted.pool());
        } else {
            order.restocking = new Order.Restocking(wanted, order.unit.restock(wanted.pool(), before));
            order.sending = sending(order.restocking.walk().next());
        }
    }

    private void leave(Order order, Next.Send send) {
        order.sending = sending(send);
        order.attempts.add(evidence(order).leaving(order.attempts.size() + 1, send, order.sending.startedAt));
    }

    private Order.Sending sending(Next next) {
        return next instanceof Next.Send send ? new Order.Sending(send, clock.instant()) : null;
    }

    /** Takes in what came back and decides what it means. A breaker that let nothing through has left no answer. */
    public void absorb(Exchange exchange) {
        Order order = Order.of(exchange);
        Order.Sending sending = order.sending;
        if (sending == null) {
            return;
        }
        ProviderAnswer answer = sending.answer != null ? sending.answer : new ProviderAnswer.NotAnswered(Phase.NEVER_SENT, "the circuit breaker is open");
        Walk after = sending.after != null ? sending.after : walking(order).answered(answer);
        Verdict verdict = after.verdict().orElseThrow();
        metrics.called(order, sending, verdict.outcome());
        if (order.restocking != null) {
            restocked(order, after, verdict);
        } else {
            record(order, answer, verdict);
            goOn(order, after, verdict, answer);
        }
    }

    static Walk walking(Order order) {
        return order.restocking != null ? order.restocking.walk() : order.walk;
    }

    private void record(Order order, ProviderAnswer answer, Verdict verdict) {
        int last = order.attempts.size() - 1;
        Attempt ended = evidence(order).ended(order.attempts.get(last), answer, verdict, clock.instant());
        order.attempts.set(last, ended);
    }

    /** A refused authorisation means the call was not carried out, so it may be repeated once with a fresh one. */
    private void goOn(Order order, Walk after, Verdict verdict, ProviderAnswer answer) {
        boolean again = verdict.outcome() == OutcomeClass.UNAUTHORISED && answer instanceof ProviderAnswer.Answered
                && !order.renewed && order.sending.send.call().retryAuthorisation()
                && order.connection.renew(order.sending.outgoing);
        order.renewed = again;
        if (!again) {
            order.walk = after;
        }
    }

    private void restocked(Order order, Walk after, Verdict verdict) {
        Next.Reserve wanted = order.restocking.wanted();
        order.restocking = null;
        if (verdict.outcome() != OutcomeClass.SUCCEEDED) {
            order.walk = after;
            return;
        }
        var listed = ((Next.End) after.next()).result();
        List<String> items = new ArrayList<>();
        listed.path("items").forEach(item -> items.add(item.asText()));
        if (pool.restock(order.getAccount(), wanted.pool(), wanted.key(), items) == 0) {
            order.restocking = listed.hasNonNull("next")
                    ? new Order.Restocking(wanted, order.unit.restock(wanted.pool(), order.walk, listed.get("next"))) : null;
            order.restockedInVain = order.restocking == null;
        }
    }

    private static Evidence evidence(Order order) {
        return new Evidence(order.unit.scrubber());
    }

    /** The breaker is asked before anything is written, so that an open one costs nothing. */
    public void admit(Exchange exchange) {
        Order order = Order.of(exchange);
        switch (order.connection.breaker().getState()) {
            case OPEN, FORCED_OPEN -> Answers.refuse(exchange, Problem.of(ProblemCode.PROVIDER_UNAVAILABLE,
                    "The provider has been failing, so the request was not passed on. Nothing was sent.")
                    .retryAfter(order.connection.sheet().breaker().open()));
            default -> { }
        }
    }
}
