package io.patchbay;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to set instead of showing where it was missed. */
class MissingDatabaseAnalyzer extends AbstractFailureAnalyzer<DatabaseRequired.Missing> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, DatabaseRequired.Missing cause) {
        return new FailureAnalysis(cause.getMessage(), "Set SPRING_DATASOURCE_URL (jdbc:postgresql://host:5432/database), "
                + "SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD.", cause);
    }
}
