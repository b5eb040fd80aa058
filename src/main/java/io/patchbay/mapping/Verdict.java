package io.patchbay.mapping;

import java.time.Duration;

/**
 * What was decided, and by which rule.
 *
 * @param outcome    what it means for the operation
 * @param rule       id of the rule in provider.yaml, or a built-in one such as {@code no-answer} or {@code unmapped}
 * @param refusal    for REJECTED only, else null
 * @param retryAfter how long the provider asks to wait; null when it says nothing
 * @param message    for the operator; null when the rule says it all
 */
public record Verdict(OutcomeClass outcome, String rule, Refusal refusal, Duration retryAfter, String message) {

    static Verdict of(OutcomeClass outcome, String rule, String message) {
        return new Verdict(outcome, rule, null, null, message);
    }

    static Verdict rejected(String rule, Refusal refusal) {
        return new Verdict(OutcomeClass.REJECTED, rule, refusal, null, refusal.message());
    }

    /** Our own mapping could not make anything of the answer: that says nothing about the health of the provider. */
    public boolean isUnmappableAnswer() {
        return rule.equals(BuiltInRules.UNMAPPABLE_ANSWER);
    }

    /** The provider does not know the subscription. */
    public boolean isAbsence() {
        return refusal != null && refusal.isAbsence();
    }

    /** The provider's last word, or ours: nothing is left open. */
    boolean isFinal() {
        return outcome == OutcomeClass.SUCCEEDED || outcome == OutcomeClass.REJECTED;
    }

    boolean succeeded() {
        return outcome == OutcomeClass.SUCCEEDED;
    }
}
