package io.patchbay.route;

import io.patchbay.contract.Problem;
import io.patchbay.contract.ProblemCode;
import io.patchbay.mapping.Next;
import io.patchbay.mapping.Phase;
import io.patchbay.mapping.ProviderAnswer;
import io.patchbay.mapping.Verdict;
import io.patchbay.mapping.Walk;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/**
 * Carries an order through the calls its provider needs: what is written down before each call, and what each answer means for the
 * next. The routes {@code provider-write} and {@code provider-read} tell the order of these steps.
 */
@Component("carriage")
class Carriage {

    private final Drafting drafting;
    private final Restocker restocker;
    private final Leases leases;
    private final Collisions collisions;
    private final Clock clock;
    private final CallMetrics metrics;
    private final ReadMemory memory;
    private final Replays replays;

    Carriage(Drafting drafting, Restocker restocker, Leases leases, Collisions collisions, Clock clock, CallMetrics metrics, ReadMemory memory, Replays replays) {
        this.drafting = drafting;
        this.restocker = restocker;
        this.leases = leases;
        this.collisions = collisions;
        this.clock = clock;
        this.metrics = metrics;
        this.memory = memory;
        this.replays = replays;
    }

    /** The breaker is asked before anything is written, so that an open one costs nothing. */
    public void admit(Exchange exchange) {
        Order order = Order.of(exchange);
        if (order.connection.isBarred()) {
            replays.refuse(exchange, barred(order));
        }
    }

    static Problem barred(Order order) {
        String why = order.connection.isInMaintenance() ? "The provider is in maintenance"
                : order.connection.isHeldOpen() ? "The operator has stopped requests to this provider for a while" : "The provider has been failing";
        return Problem.of(ProblemCode.PROVIDER_UNAVAILABLE, why + ", so the request was not passed on. Nothing was sent.")
                .retryAfter(order.connection.sheet().breaker().open());
    }

    /** Makes the next request ready and, if it changes anything at the provider, writes it down first. One that is answered from memory is not made. */
    public void writeDown(Exchange exchange) {
        Order order = Order.of(exchange);
        order.sending = null;
        if (!leases.keeps(order)) {
            collisions.tellElsewhere(exchange);
        } else if (order.restocking != null || isRead(order)) {
            read(exchange, order);
        } else if (!(isPicking(order) && replays.answersUnasked(exchange))) {
            drafting.writeDown(exchange, order);
            memory.reconsider(order);
        }
    }

    private static boolean isRead(Order order) {
        return order.walk.next() instanceof Next.Send next && !next.call().mutates();
    }

    /** What is picked from a pool is picked in a transaction of its own, which is dearer than the look. */
    private static boolean isPicking(Order order) {
        return order.walk.next() instanceof Next.Reserve wanted && wanted.item() == null;
    }

    /** A question claims nothing, so whether the order is known would not be found out by it. One that is answered from memory is none. */
    private void read(Exchange exchange, Order order) {
        if (order.restocking == null && memory.answers(order, (Next.Send) order.walk.next()) || replays.answersUnasked(exchange)) {
            return;
        }
        if (order.restocking != null) {
            restocker.ask(order);
            memory.reconsider(order);
        } else {
            order.leave((Next.Send) order.walk.next(), clock.instant());
        }
    }

    /** A call of a provider-read route: nothing changes anywhere, so nothing is written. */
    public void ready(Exchange exchange) {
        Order order = Order.of(exchange);
        order.leave((Next.Send) order.walk.next(), clock.instant());
    }

    /** Takes in what came back and decides what it means, by itself and for the order. A breaker that let nothing through has left no answer. */
    public void absorb(Exchange exchange) {
        Order order = Order.of(exchange);
        Order.Sending sending = order.sending;
        ProviderAnswer answer = sending.answer != null ? sending.answer : new ProviderAnswer.NotAnswered(Phase.NEVER_SENT, "the circuit breaker is open");
        Walk after = sending.after != null ? sending.after : order.walking().answered(answer);
        Verdict meaning = after.answer().orElseThrow();
        metrics.called(order, sending, meaning.outcome());
        order.way.before = order.walk;
        if (order.restocking != null) {
            restocker.absorb(order, after, after.verdict().orElseThrow());
        } else {
            order.answered(answer, meaning, clock.instant());
            memory.heard(order, answer, meaning.outcome(), order.attempts.getLast().startedAt());
            order.walk = order.renews(meaning.outcome()) ? order.walk : after;
        }
        memory.reconsider(order);
    }
}
