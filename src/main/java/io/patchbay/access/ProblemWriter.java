package io.patchbay.access;

import io.patchbay.contract.Problem;
import io.patchbay.contract.ProblemCode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes a problem as the answer. */
final class ProblemWriter {

    private ProblemWriter() {
    }

    static void write(HttpServletResponse response, Problem problem) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        byte[] body = problem.json().toString().getBytes(StandardCharsets.UTF_8);
        response.resetBuffer();
        response.setStatus(problem.code().status());
        response.setContentType(Problem.MEDIA_TYPE);
        response.setContentLength(body.length);
        headers(response, problem);
        response.getOutputStream().write(body);
        response.flushBuffer();
    }

    private static void headers(HttpServletResponse response, Problem problem) {
        AnswerHeaders.set(response);
        if (problem.code() == ProblemCode.UNAUTHENTICATED) {
            response.setHeader("WWW-Authenticate", "Bearer");
        }
        if (problem.retryAfter() != null) {
            response.setHeader("Retry-After", Long.toString(problem.retryAfterSeconds()));
        }
    }
}
