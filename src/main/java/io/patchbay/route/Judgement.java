package io.patchbay.route;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.contract.Problem;
import io.patchbay.contract.ProblemCode;
import io.patchbay.mapping.OutcomeClass;
import io.patchbay.mapping.Verdict;
import io.patchbay.operation.OperationState;
import io.patchbay.operation.Outlook;
import io.patchbay.provider.AuthorisationFailed;
import java.time.Duration;

/** What a verdict about a provider call means for the operation and for the caller. */
final class Judgement {

    /** Nothing better is known; short enough to be worth waiting for. */
    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(10);

    private Judgement() {
    }

    /**
     * A later step that failed says nothing about an effect that has been confirmed: what is missing is only the news of it. That goes for a
     * refusal too, unless the effect was no more than something met there, which the refusal has looked into. And a question that was lost on
     * the way to the effect leaves nothing in doubt, for nobody acts on a question.
     */
    static Verdict ofWhole(Order order, Verdict last) {
        return switch (last.outcome()) {
            case SUCCEEDED -> last;
            case REJECTED -> EffectDone.by(order) || isInDoubt(order) ? as(OutcomeClass.UNKNOWN, last) : last;
            case THROTTLED, UNAUTHORISED, UNAVAILABLE_NOT_SENT, UNKNOWN ->
                    EffectDone.possiblyBy(order) ? as(OutcomeClass.UNKNOWN, last) : asQuestion(order, last);
        };
    }

    /** A refusal of what was sent again speaks of that sending; an earlier one may have been carried out. */
    private static boolean isInDoubt(Order order) {
        return !order.confirmed && order.sending != null && order.sending.send.call().mutates() && EffectDone.inDoubt(order, order.sending.send.call().name());
    }

    private static Verdict asQuestion(Order order, Verdict last) {
        return last.outcome() == OutcomeClass.UNKNOWN && wasLostQuestion(order, last) ? as(OutcomeClass.UNAVAILABLE_NOT_SENT, last) : last;
    }

    /** A question that was answered well may still end the walk, where the next request cannot be made of it. */
    private static boolean wasLostQuestion(Order order, Verdict last) {
        return order.sending != null && !order.sending.send.call().mutates() && !last.rule().equals("unmappable-request");
    }

    private static Verdict as(OutcomeClass outcome, Verdict last) {
        return new Verdict(outcome, last.rule(), null, last.retryAfter(), last.message());
    }

    /** Certainly not carried out, for a reason that passes by itself. Refused credentials do not. */
    static boolean isPassing(Order order, Verdict verdict) {
        boolean refused = order.sending != null && order.sending.unauthorised != null
                && order.sending.unauthorised.reason() == AuthorisationFailed.Reason.REFUSED;
        return !refused && (verdict.outcome() == OutcomeClass.THROTTLED || verdict.outcome() == OutcomeClass.UNAVAILABLE_NOT_SENT);
    }

    /** @return how long the provider asks to wait, zero if it does not say */
    static Duration told(Order order, Verdict verdict) {
        Duration told = order.sending == null || order.sending.unauthorised == null ? verdict.retryAfter() : order.sending.unauthorised.retryAfter();
        return told == null ? Duration.ZERO : told;
    }

    static OperationState state(Verdict verdict) {
        return switch (verdict.outcome()) {
            case SUCCEEDED -> OperationState.SUCCEEDED;
            case UNKNOWN -> OperationState.UNKNOWN;
            case REJECTED, THROTTLED, UNAUTHORISED, UNAVAILABLE_NOT_SENT -> OperationState.REJECTED;
        };
    }

    static ObjectNode outcome(Order order, Verdict verdict) {
        ObjectNode outcome = JsonNodeFactory.instance.objectNode();
        outcome.put("class", verdict.outcome().name());
        outcome.put("rule", verdict.rule());
        if (verdict.message() != null) {
            outcome.put("message", order.unit.scrubber().text(verdict.message()));
        }
        return outcome.put("next", next(verdict.outcome()));
    }

    /** @param rest until it is taken up again */
    static ObjectNode queued(Order order, Verdict verdict, Duration rest) {
        return outcome(order, verdict).put("next", "Nothing was sent. It waits in the queue and is taken up again in " + Math.max(1, rest.toSeconds())
                + " s at the earliest. Do not repeat the order; read this operation.");
    }

    static ObjectNode attention(Order order, String rule, String why) {
        ObjectNode outcome = JsonNodeFactory.instance.objectNode().put("class", OutcomeClass.UNKNOWN.name()).put("rule", rule);
        outcome.put("message", order.unit == null ? why : order.unit.scrubber().text(why));
        return outcome.put("next", Outlook.NEEDS_ATTENTION);
    }

    static ObjectNode unwritten() {
        return JsonNodeFactory.instance.objectNode().put("class", OutcomeClass.UNKNOWN.name()).put("rule", "outcome-not-written")
                .put("next", next(OutcomeClass.UNKNOWN));
    }

    static String next(OutcomeClass outcome) {
        return switch (outcome) {
            case SUCCEEDED -> "Nothing: the provider confirmed it.";
            case REJECTED -> "Nothing: the provider refused it and nothing was done. Correct the order and send it again.";
            case THROTTLED -> "Nothing was done. Send the order again after the time in Retry-After.";
            case UNAUTHORISED -> "Nothing was done. The operator has to correct the credentials of the provider account.";
            case UNAVAILABLE_NOT_SENT -> "Nothing was sent. Send the order again later, under the same Idempotency-Key if you like.";
            case UNKNOWN -> Outlook.UNKNOWN;
        };
    }

    /** The provider did nothing with the call it ended on, so the same order may be tried again under the same key. */
    static boolean mayBeTriedAgain(Verdict verdict) {
        return switch (verdict.outcome()) {
            case UNAVAILABLE_NOT_SENT, THROTTLED, UNAUTHORISED -> true;
            case SUCCEEDED, REJECTED, UNKNOWN -> false;
        };
    }

    /** An order that ended before anything was written down, for there was nothing to write: no change was ever asked for. */
    static Problem beforeOpening(Order order, Verdict verdict) {
        return verdict.outcome() == OutcomeClass.UNKNOWN ? unavailable("The provider could not be asked what it needs for this order.", verdict) : problem(order, verdict);
    }

    static Problem ofRead(Order order, Verdict verdict) {
        if (verdict.outcome() == OutcomeClass.UNKNOWN) {
            return unavailable("The provider gave no usable answer.", verdict);
        }
        return verdict.isAbsence() ? Refused.notFound("What you asked for") : problem(order, verdict);
    }

    static Problem problem(Order order, Verdict verdict) {
        return switch (verdict.outcome()) {
            case REJECTED -> rejected(order, verdict);
            case THROTTLED -> throttled(verdict.retryAfter());
            case UNAUTHORISED -> credentials();
            default -> order.sending == null || order.sending.unauthorised == null
                    ? unavailable(notReached(order), verdict) : unauthorised(order, order.sending.unauthorised, verdict);
        };
    }

    private static Problem unauthorised(Order order, AuthorisationFailed failed, Verdict verdict) {
        return switch (failed.reason()) {
            case REFUSED -> credentials();
            case THROTTLED -> throttled(failed.retryAfter());
            case UNAVAILABLE -> unavailable(notReached(order), verdict);
        };
    }

    private static Problem throttled(Duration told) {
        return Problem.of(ProblemCode.PROVIDER_THROTTLED, "The provider takes no more requests for the moment. Nothing was done.").retryAfter(orDefault(told));
    }

    /** Steps before the last one may have left something behind at the provider, but not what was ordered. */
    private static String notReached(Order order) {
        return order.attempts.size() > 1 && order.opened != null
                ? "The provider could not be reached for what was left to do, so it was not done. Send the order again; what is there already is used."
                : "The provider could not be reached. Nothing was sent.";
    }

    private static Problem rejected(Order order, Verdict verdict) {
        String rule = verdict.rule();
        if (rule.startsWith("cannot:") || rule.startsWith("refused:")) {
            return Refused.of(order, ProblemCode.CAPABILITY_MISSING, verdict.refusal());
        }
        boolean beforeAnySending = rule.startsWith("refuse:") && order.opened == null;
        return Refused.of(order, beforeAnySending ? ProblemCode.INVALID : ProblemCode.REFUSED_BY_PROVIDER, verdict.refusal());
    }

    private static Problem credentials() {
        return Problem.of(ProblemCode.PROVIDER_CREDENTIALS_REFUSED,
                "The provider refuses the credentials of this gateway. Nothing was done; the operator has to correct them.").retryAfter(Duration.ofMinutes(1));
    }

    private static Problem unavailable(String detail, Verdict verdict) {
        return Problem.of(ProblemCode.PROVIDER_UNAVAILABLE, detail).retryAfter(orDefault(verdict.retryAfter()));
    }

    private static Duration orDefault(Duration told) {
        return told == null ? DEFAULT_WAIT : told;
    }
}
