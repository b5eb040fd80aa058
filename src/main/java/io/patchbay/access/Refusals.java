package io.patchbay.access;

import io.patchbay.contract.Problem;
import io.patchbay.contract.ProblemCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/** What a caller is told that may not go on: 401 without a valid key, 403 without the scope, 404 where there is nothing at all. */
final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException refusal) throws IOException {
        ProblemWriter.write(response, isApi(request) ? unauthenticated(request) : notFound());
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException refusal) throws IOException {
        ProblemWriter.write(response, isApi(request) ? forbidden(request) : notFound());
    }

    private static boolean isApi(HttpServletRequest request) {
        return request.getRequestURI().matches("(/v1|/admin/v1)(/.*)?");
    }

    private static Problem unauthenticated(HttpServletRequest request) {
        return Problem.of(ProblemCode.UNAUTHENTICATED, switch (PresentedKeys.of(request).size()) {
            case 0 -> "Send an API key, as X-Api-Key: <key> or as Authorization: Bearer <key>.";
            case 1 -> "This API key is not known; it may have been replaced or revoked.";
            default -> "The request came with different API keys; send one.";
        });
    }

    private static Problem forbidden(HttpServletRequest request) {
        boolean administrator = Caller.of(request).filter(caller -> caller.tenant() == null).isPresent();
        boolean admin = request.getRequestURI().startsWith("/admin");
        return Problem.of(ProblemCode.SCOPE_MISSING, administrator ? "Administrator keys are not valid on /v1; use a key of the tenant."
                : admin ? "This path needs an administrator's key."
                : "This API key lacks the scope " + (Admission.reads(request) ? "read." : "write."));
    }

    private static Problem notFound() {
        return Problem.of(ProblemCode.NOT_FOUND, "There is nothing at this path.");
    }
}
