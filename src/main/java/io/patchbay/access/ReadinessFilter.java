package io.patchbay.access;

import io.patchbay.contract.Problem;
import io.patchbay.contract.ProblemCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;

/**
 * While a node starts, its port is open before its routes are there; and while it stops, they go before the port does. A request in
 * between is told to come again, instead of 404, which a caller would take as final.
 */
final class ReadinessFilter extends HttpFilter {

    private static final Duration SOON = Duration.ofSeconds(2);

    private final ApplicationAvailability availability;

    ReadinessFilter(ApplicationAvailability availability) {
        this.availability = availability;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC) {
            chain.doFilter(request, response);
        } else {
            ProblemWriter.write(response, Problem.of(ProblemCode.NOT_READY, "This node is starting or stopping. Nothing was done; try again in a moment.")
                    .retryAfter(SOON));
        }
    }
}
