package io.patchbay.routing;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Lets a refused configuration end the start with its list of problems instead of a stack trace. */
class InvalidConfigurationAnalyzer extends AbstractFailureAnalyzer<InvalidConfiguration> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, InvalidConfiguration cause) {
        return new FailureAnalysis(cause.getMessage(), "Correct every point of the list and start again; nothing was changed.", cause);
    }
}
