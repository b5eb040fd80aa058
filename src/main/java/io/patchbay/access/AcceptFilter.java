package io.patchbay.access;

import io.patchbay.contract.Problem;
import io.patchbay.contract.ProblemCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Refuses a caller who would not take JSON before anything is done for it: an order must not be carried out and then not answered. */
final class AcceptFilter extends HttpFilter {

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        // Most callers say nothing, and then there is nothing to take apart.
        if (request.getHeader("Accept") == null || isJsonWelcome(String.join(",", Collections.list(request.getHeaders("Accept"))))) {
            chain.doFilter(request, response);
        } else {
            ProblemWriter.write(response, Problem.of(ProblemCode.NOT_ACCEPTABLE,
                    "Answers are application/json and application/problem+json; accept those."));
        }
    }

    /** Of the ranges that cover JSON the narrowest decides (RFC 9110, 12.5.1). */
    private static boolean isJsonWelcome(String accept) {
        try {
            List<MediaType> ranges = MediaType.parseMediaTypes(accept);
            return ranges.isEmpty() || ranges.stream().filter(range -> range.includes(MediaType.APPLICATION_JSON))
                    .min(Comparator.comparing(MediaType::isWildcardType).thenComparing(MediaType::isWildcardSubtype))
                    .filter(range -> range.getQualityValue() > 0).isPresent();
        } catch (InvalidMediaTypeException unreadable) {
            return false;
        }
    }
}
