package io.patchbay.access;

import io.patchbay.contract.Problem;
import io.patchbay.contract.ProblemCode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Turns whatever Spring MVC or a controller throws into a problem that says nothing about the inside. */
@RestControllerAdvice
class FrameworkErrors {

    private static final Logger log = LoggerFactory.getLogger(FrameworkErrors.class);

    @ExceptionHandler(Throwable.class)
    void answer(Throwable failure, HttpServletResponse response) throws IOException {
        if (failure instanceof ErrorResponse error) {
            // Among them Allow, which a 405 must carry.
            error.getHeaders().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        }
        ProblemWriter.write(response, problem(failure));
    }

    private static Problem problem(Throwable failure) {
        return switch (failure) {
            case HttpMessageNotReadableException unreadable ->
                    Problem.of(ProblemCode.MALFORMED_JSON, "The body is not readable as JSON.");
            case ErrorResponse error -> StatusProblem.of(error.getStatusCode().value());
            default -> unexpected(failure);
        };
    }

    // The exception's text is left out of the log: it may quote a body or a URL with its key.
    private static Problem unexpected(Throwable failure) {
        StackTraceElement[] frames = failure.getStackTrace();
        log.error("A request failed with {} at {} and was answered 500; this is a fault of the gateway, report it",
                failure.getClass().getName(), frames.length == 0 ? "an unknown place" : frames[0]);
        return StatusProblem.of(500);
    }
}
