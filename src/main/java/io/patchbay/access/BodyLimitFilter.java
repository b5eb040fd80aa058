package io.patchbay.access;

import io.patchbay.contract.Problem;
import io.patchbay.contract.ProblemCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Refuses bodies above {@value #LIMIT} bytes; those of administrators, who may send a whole configuration, above {@value #ADMIN_LIMIT}, and those
 * with a provider unit above {@value #UNIT_LIMIT}: by their announced length without reading them, else after one byte too many. A body without
 * announced length is read here, so that a refusal does not depend on what the reader behind makes of an exception.
 */
final class BodyLimitFilter extends HttpFilter {

    static final int LIMIT = 262_144;
    static final int ADMIN_LIMIT = 4_194_304;

    /** Whole provider units are large, and only administrators send them. */
    static final int UNIT_LIMIT = 2_097_152;

    private static final String ADMIN = "/admin/v1/";
    private static final Pattern UNIT = Pattern.compile("/admin/v1/providers/[^/]+/unit");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        int limit = limit(request.getRequestURI());
        boolean announced = request.getContentLengthLong() >= 0 || request.getHeader("Transfer-Encoding") == null;
        byte[] body = announced ? null : request.getInputStream().readNBytes(limit + 1);
        if (announced ? request.getContentLengthLong() > limit : body.length > limit) {
            ProblemWriter.write(response, Problem.of(ProblemCode.BODY_TOO_LARGE, "A body may have at most " + limit + " bytes."));
        } else {
            chain.doFilter(announced ? request : new BufferedRequest(request, body), response);
        }
    }

    private static int limit(String path) {
        return !path.startsWith(ADMIN) ? LIMIT : UNIT.matcher(path).matches() ? UNIT_LIMIT : ADMIN_LIMIT;
    }
}
