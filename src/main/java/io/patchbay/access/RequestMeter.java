package io.patchbay.access;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.http.Outcome;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Counts and times every request on the API's port: {@code http_server_requests_seconds}. By itself, because Spring's observation of requests, which it
 * takes the place of, makes a dozen objects and two searches for meters out of each.
 */
final class RequestMeter extends HttpFilter {

    /** Any word may be sent as a method, and each would be another meter. */
    private static final Set<String> METHODS = Stream.of(HttpMethod.values()).map(HttpMethod::name).collect(Collectors.toUnmodifiableSet());

    private static final String UNKNOWN = "UNKNOWN";

    private final MeterRegistry meters;
    private final LongSupplier nanos;
    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

    RequestMeter(MeterRegistry meters, LongSupplier nanos) {
        this.meters = meters;
        this.nanos = nanos;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        long began = nanos.getAsLong();
        // What is thrown as far as this the container answers with.
        int status = HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
        try {
            chain.doFilter(request, response);
            status = response.getStatus();
        } finally {
            timers.computeIfAbsent(Kind.of(request, status), this::timer).record(nanos.getAsLong() - began, TimeUnit.NANOSECONDS);
        }
    }

    private Timer timer(Kind kind) {
        return Timer.builder("http.server.requests")
                .description("Requests on the API's port, from the first filter to behind the last")
                .tags("method", kind.method(), "uri", kind.uri(), "status", Integer.toString(kind.status()), "outcome", Outcome.forStatus(kind.status()).name())
                .register(meters);
    }

    /** @param uri the pattern of the path, never the path itself, of which there are any number */
    private record Kind(String method, String uri, int status) {

        static Kind of(HttpServletRequest request, int status) {
            Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
            return new Kind(METHODS.contains(request.getMethod()) ? request.getMethod() : UNKNOWN, pattern == null ? without(status) : pattern.toString(), status);
        }

        private static String without(int status) {
            return status == HttpServletResponse.SC_NOT_FOUND ? "NOT_FOUND" : status >= 300 && status < 400 ? "REDIRECTION" : UNKNOWN;
        }
    }
}
