package io.patchbay.access;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;

/** Tomcat's last word on a request that reached no application; public because Tomcat makes it by its name. */
public class ProblemReportValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, Throwable failure) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            ProblemWriter.write(response.getResponse(), StatusProblem.of(response.getStatus()));
        } catch (IOException e) {
            // The caller is gone; there is nobody left to answer.
            container.getLogger().debug("An error report was not delivered");
        }
    }
}
