package io.patchbay.access;

import io.patchbay.contract.Problem;
import io.patchbay.contract.ProblemCode;

/** The problem for a status that some framework came up with; its own words are not passed on. */
final class StatusProblem {

    private StatusProblem() {
    }

    static Problem of(int status) {
        return switch (status) {
            case 401 -> Problem.of(ProblemCode.UNAUTHENTICATED, "Send a valid API key.");
            case 403 -> Problem.of(ProblemCode.SCOPE_MISSING, "This API key may not do that.");
            case 404 -> Problem.of(ProblemCode.NOT_FOUND, "There is nothing at this path.");
            case 405 -> Problem.of(ProblemCode.METHOD_NOT_ALLOWED, "This path takes other methods; see the Allow header.");
            case 406 -> Problem.of(ProblemCode.NOT_ACCEPTABLE, "Answers are application/json and application/problem+json; accept those.");
            case 413 -> Problem.of(ProblemCode.BODY_TOO_LARGE, "A body may have at most " + BodyLimitFilter.LIMIT + " bytes.");
            case 415 -> Problem.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Send the body as Content-Type: application/json, in UTF-8.");
            case 503 -> Problem.of(ProblemCode.NOT_READY, "The gateway cannot take requests at the moment.");
            default -> status >= 400 && status < 500
                    ? Problem.of(ProblemCode.MALFORMED_REQUEST, "The request line, a header or a parameter is not readable.")
                    : Problem.of(ProblemCode.INTERNAL, "The gateway failed; nothing is known to be wrong with the request.");
        };
    }
}
