package io.patchbay.operation;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Lets a retention that is too short end the start with a sentence instead of a stack trace. */
class RetentionTooShortAnalyzer extends AbstractFailureAnalyzer<Retention.TooShort> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, Retention.TooShort cause) {
        return new FailureAnalysis(cause.getMessage(), "Set " + cause.setting() + " to a longer time, such as 90d, and start again.", cause);
    }
}
