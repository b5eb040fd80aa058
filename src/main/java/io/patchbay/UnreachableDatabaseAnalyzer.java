package io.patchbay;

import org.postgresql.util.PSQLException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A database that cannot be reached, or does not let us in, is told in a sentence. Any other fault of the database keeps its trace. */
class UnreachableDatabaseAnalyzer extends AbstractFailureAnalyzer<PSQLException> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, PSQLException cause) {
        String state = cause.getSQLState() == null ? "" : cause.getSQLState();
        boolean notLetIn = state.startsWith("08") || state.startsWith("28") || state.startsWith("3D");
        return notLetIn ? new FailureAnalysis("The database cannot be used: " + cause.getMessage(),
                "Start it, or correct SPRING_DATASOURCE_URL, SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD.", cause) : null;
    }
}
