package io.patchbay.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.springframework.security.web.util.OnCommittedResponseWrapper;

/**
 * Tells of each answer how long it took, and how much of that at providers: to the caller in {@code Server-Timing}, to the operator as a
 * histogram. The first of the filters, so that what the others refuse is told too.
 */
final class TimingFilter extends HttpFilter {

    static final String HEADER = "Server-Timing";

    private final Overheads overheads;
    private final LongSupplier nanos;

    TimingFilter(Overheads overheads, LongSupplier nanos) {
        this.overheads = overheads;
        this.nanos = nanos;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        RequestTime time = RequestTime.of(request, nanos);
        Timed answer = new Timed(response, time);
        chain.doFilter(request, answer);
        if (!request.isAsyncStarted()) {
            answer.onResponseCommitted();
            overheads.record(time, response.getStatus());
        }
    }

    private static final class Timed extends OnCommittedResponseWrapper {

        private final HttpServletResponse response;
        private final RequestTime time;

        private Timed(HttpServletResponse response, RequestTime time) {
            super(response);
            this.response = response;
            this.time = time;
        }

        @Override
        protected void onResponseCommitted() {
            response.setHeader(HEADER, time.taken().header());
        }
    }
}
