package io.patchbay.route;

import io.patchbay.mapping.Finding;
import io.patchbay.mapping.OutcomeClass;
import io.patchbay.mapping.Refusal;
import io.patchbay.mapping.Settling;
import io.patchbay.mapping.Verdict;
import io.patchbay.operation.Attempt;
import io.patchbay.operation.Doubt;
import io.patchbay.operation.Journal;
import io.patchbay.operation.Look;
import io.patchbay.subscription.Subscriptions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What follows from what a probe found. Done goes on as if the answer had come; absent is sent again once it has been seen late and
 * often enough, unless its last sending was refused; what cannot be told is asked again later, and in the end by a person. Nothing is concluded from silence.
 */
@Component
class Findings {

    private static final Logger log = LoggerFactory.getLogger(Findings.class);

    private final Journal journal;
    private final Subscriptions subscriptions;
    private final Conclusion conclusion;
    private final OperationMetrics metrics;
    private final Clock clock;

    Findings(Journal journal, Subscriptions subscriptions, Conclusion conclusion, OperationMetrics metrics, Clock clock) {
        this.journal = journal;
        this.subscriptions = subscriptions;
        this.conclusion = conclusion;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Its provider is out of service on this node, or it was written by a version that did not keep what is needed to ask. */
    void unresumable(Exchange exchange, Order order) {
        if (order.unit == null) {
            again(exchange, order, false, order.doubt.sinceLost() == null ? Duration.ofMinutes(1) : Duration.ofSeconds(30));
        } else {
            conclusion.needsAttention(exchange, order, "not-resumable", "It was begun by a version that kept too little to go on with it.");
        }
    }

    /** Some calls cannot be asked about at all, and a probe may be past its time. A mapping that fails may be put right. */
    void withoutProbe(Exchange exchange, Order order) {
        if (order.inquiry.probe().isPresent()) {
            return;
        }
        String why = order.inquiry.unprovable().orElse("No probe can tell any more what became of it.");
        if (order.inquiry.lostCall().isEmpty()) {
            unclear(exchange, order, new Finding.Unclear(why, false));
        } else {
            conclusion.needsAttention(exchange, order, "unprovable", why);
        }
    }

    void decide(Exchange exchange, Order order, Finding found) {
        Finding finding = found instanceof Finding.Candidates candidates ? candidates.without(
                subscriptions.owned(order.getAccount(), candidates.byProviderId().keySet())) : found;
        order.found(word(finding), saw(order, finding));
        metrics.found(order, word(finding));
        switch (finding) {
            case Finding.Done done -> order.goOn(done.walk());
            case Finding.Told told -> order.goOn(told.walk());
            case Finding.Absent absent -> absent(exchange, order);
            case Finding.Candidates many -> ambiguous(exchange, order, many.byProviderId().size());
            case Finding.Unclear unclear -> unclear(exchange, order, unclear);
        }
    }

    private static String word(Finding finding) {
        return switch (finding) {
            case Finding.Done done -> Order.FOUND_DONE;
            case Finding.Told told -> "told";
            case Finding.Absent absent -> "absent";
            case Finding.Candidates many -> "ambiguous";
            case Finding.Unclear unclear -> "unclear";
        };
    }

    /** In words, for whoever reads the evidence. */
    private static String saw(Order order, Finding finding) {
        return switch (finding) {
            case Finding.Done done -> "The call had been carried out.";
            case Finding.Told told -> "The provider answered the repeated request.";
            case Finding.Absent absent when !counts(order) -> "Nothing of it is there, which does not count yet.";
            case Finding.Absent absent -> "Nothing of it is there, for the %d. time of %d.".formatted(order.doubt.absences() + 1, order.unit.sheet().settling().looks());
            case Finding.Candidates many -> "Several may be it: " + String.join(", ", many.byProviderId().keySet());
            case Finding.Unclear unclear -> order.unit.scrubber().text(unclear.why());
        };
    }

    /** Only past the grace, not twice within a moment, and not while a repeat may be on its way. */
    private static boolean counts(Order order) {
        Settling settling = order.unit.sheet().settling();
        Duration sinceAbsent = order.doubt.sinceAbsent();
        return !order.lostAgain && order.doubt.sinceLost().compareTo(settling.grace()) >= 0
                && (sinceAbsent == null || sinceAbsent.compareTo(settling.spacing()) >= 0);
    }

    private void absent(Exchange exchange, Order order) {
        Settling settling = order.unit.sheet().settling();
        Doubt doubt = order.doubt;
        Duration missing = order.lostAgain ? settling.grace() : settling.grace().minus(doubt.sinceLost());
        boolean counts = counts(order);
        boolean proved = counts && doubt.absences() + 1 >= settling.looks();
        Optional<Attempt> refusal = proved ? EffectDone.refusal(order, order.inquiry.lostCall()) : Optional.empty();
        if (refusal.isPresent()) {
            confirm(order, refusal.get());
        } else if (proved) {
            log.info("Operation {} was never carried out: {} of account {} had nothing of it {} times after the grace; it is sent again",
                    order.operationId, order.inquiry.lostCall(), order.getAccount(), doubt.absences() + 1);
            order.goOn(order.unit.resume(order.does, order.context, order.opened.progress()));
        } else {
            again(exchange, order, counts, missing.isPositive() ? shorter(missing, settling.wait(doubt.looks())) : settling.spacing());
        }
    }

    /** Nothing of any sending is there, and the last one was refused: that refusal stands, and to send again would only get it once more. */
    private static void confirm(Order order, Attempt refused) {
        String message = order.opened.outcome() == null ? null : order.opened.outcome().path("message").asText(null);
        String words = message == null ? "The provider refused it." : message;
        order.confirmed = true;
        order.goOn(order.unit.resume(order.does, order.context, order.opened.progress()));
        order.way.barred = new Verdict(OutcomeClass.REJECTED, refused.rule(), new Refusal(refused.rule(), null, words, List.of()), null, words);
        order.way.decide();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Within the grace the others may still be claimed by the orders they belong to. */
    private void ambiguous(Exchange exchange, Order order, int candidates) {
        Settling settling = order.unit.sheet().settling();
        if (order.doubt.sinceLost().compareTo(settling.grace()) < 0) {
            again(exchange, order, false, settling.wait(order.doubt.looks()));
        } else {
            conclusion.needsAttention(exchange, order, "ambiguous", "The provider lists " + candidates + " subscriptions that may be the one that was ordered.");
        }
    }

    private void unclear(Exchange exchange, Order order, Finding.Unclear unclear) {
        if (unclear.tryNext()) {
            order.inquiry = order.inquiry.nextProbe();
        } else if (Duration.between(order.at, clock.instant()).compareTo(order.unit.sheet().settling().attention()) >= 0) {
            conclusion.needsAttention(exchange, order, "not-found-out", "Asking did not help for too long; last: " + unclear.why());
        } else {
            again(exchange, order, false, order.unit.sheet().settling().wait(order.doubt.looks()));
        }
    }

    private void again(Exchange exchange, Order order, boolean counts, Duration wait) {
        boolean ours = journal.looked(order.asOf(order.opened.state(), order.opened.outcome()),
                new Look(counts, order.lostAgain, !order.forReader), wait);
        log.debug("Operation {} is still UNKNOWN; {}", order.operationId, ours ? "asked again in " + wait : "another node has taken it over");
        order.inquiry = null;
        exchange.setRouteStop(true);
    }
}
