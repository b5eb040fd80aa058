package io.patchbay.route;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchbay.mapping.Finding;
import io.patchbay.mapping.Inquiry;
import io.patchbay.mapping.Next;
import io.patchbay.mapping.OutcomeClass;
import io.patchbay.mapping.Phase;
import io.patchbay.mapping.ProviderAnswer;
import io.patchbay.mapping.ProviderRequest;
import io.patchbay.mapping.Verdict;
import io.patchbay.mapping.Walk;
import io.patchbay.operation.Attempt;
import io.patchbay.operation.Journal;
import io.patchbay.operation.OperationState;
import io.patchbay.operation.Operations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** Asks a provider what became of a call whose answer was lost, by the probes its unit declares; {@link Findings} says what follows. */
@Component("asking")
class Asking {

    private final Journal journal;
    private final Operations operations;
    private final Findings findings;
    private final Leases leases;
    private final CallMetrics metrics;
    private final Clock clock;
    private final ObjectMapper json;

    Asking(Journal journal, Operations operations, Findings findings, Leases leases, CallMetrics metrics, Clock clock, ObjectMapper json) {
        this.journal = journal;
        this.operations = operations;
        this.findings = findings;
        this.leases = leases;
        this.metrics = metrics;
        this.clock = clock;
        this.json = json;
    }

    /** What never left only waits to be carried; anything else is asked about, if there is a way to ask. */
    public void begin(Exchange exchange) {
        Order order = Order.of(exchange);
        if (order.walk == null) {
            findings.unresumable(exchange, order);
        } else if (order.opened.state() == OperationState.UNKNOWN) {
            Inquiry inquiry = order.unit.inquire(order.does, order.context, order.opened.progress(), age(order));
            if (!inquiry.resumes()) {
                order.inquiry = inquiry;
                findings.withoutProbe(exchange, order);
            }
        }
    }

    /** Since the lost call was sent for the first time: a provider that recognises a repeat counts from there. */
    private Duration age(Order order) {
        String lost = order.walk.next() instanceof Next.Send send ? send.call().name() : "";
        return sent(order, lost).map(Attempt::startedAt)
                .min(Comparator.naturalOrder()).map(first -> Duration.between(first, clock.instant())).orElse(Duration.ZERO);
    }

    /** At the account that carries it now: another one may have a call of the same name. */
    private static Stream<Attempt> sent(Order order, String call) {
        return order.attempts.stream().filter(attempt -> attempt.step().equals(call) && order.getAccount().equals(attempt.account()));
    }

    /** Makes the probe's next request ready. One that may act is written down before it leaves, like any other. */
    public void ask(Exchange exchange) {
        Order order = Order.of(exchange);
        if (!leases.keeps(order)) {
            exchange.setRouteStop(true);
        } else if (order.inquiry.repeats()) {
            repeat(exchange, order);
        } else {
            order.probe((Next.Send) order.inquiry.walk().next(), clock.instant());
        }
    }

    private void repeat(Exchange exchange, Order order) {
        Walk again = stored(order).map(order.inquiry.walk()::repeating).orElse(order.inquiry.walk());
        order.inquiry = order.inquiry.after(again);
        order.walk = again;
        order.probe((Next.Send) again.next(), clock.instant());
        if (!order.leasedAgain(() -> journal.repeat(order.asOf(OperationState.SENDING, null)))) {
            exchange.setRouteStop(true);
        }
    }

    /** The request as it left first; only where its record is gone is it made anew. */
    private Optional<ProviderRequest> stored(Order order) {
        return sent(order, order.inquiry.lostCall())
                .min(Comparator.comparingInt(Attempt::number))
                .flatMap(first -> operations.request(order.operationId, first.number())).map(this::read);
    }

    private ProviderRequest read(byte[] kept) {
        try {
            return ProviderRequest.of(json.readTree(kept));
        } catch (IOException broken) {
            throw new UncheckedIOException("A kept request cannot be read", broken);
        }
    }

    /** Takes in what came back; once the probe has been answered, decides what it means. */
    public void hear(Exchange exchange) {
        Order order = Order.of(exchange);
        Order.Sending sending = order.sending;
        ProviderAnswer answer = sending.answer != null ? sending.answer : new ProviderAnswer.NotAnswered(Phase.NEVER_SENT, "the circuit breaker is open");
        Walk after = sending.after != null ? sending.after : order.walking().answered(answer);
        Verdict meaning = after.answer().orElseThrow();
        metrics.called(order, sending, meaning.outcome());
        order.answered(answer, meaning, clock.instant());
        if (order.renews(meaning.outcome())) {
            return;
        }
        boolean repeated = order.inquiry.repeats();
        order.lostAgain = order.lostAgain || repeated && meaning.outcome() == OutcomeClass.UNKNOWN;
        order.inquiry = order.inquiry.after(after);
        if (repeated || after.next() instanceof Next.End) {
            Finding finding = order.inquiry.finding();
            findings.decide(exchange, order, finding);
        }
    }
}
