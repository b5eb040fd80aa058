package io.patchbay.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Time passes only where a test says so. */
class TimingFilterTest {

    private static final String ORDER = "createSubscription";

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 7);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TimingFilter filter = new TimingFilter(new Overheads(meters), nanos::get);
    private final MockHttpServletRequest request = new MockHttpServletRequest("POST", "/v1/subscriptions");
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    private void passes(long micros) {
        nanos.addAndGet(TimeUnit.MICROSECONDS.toNanos(micros));
    }

    private RequestTime time() {
        return RequestTime.of(request).orElseThrow();
    }

    private String header() {
        return response.getHeader("Server-Timing");
    }

    private Timer counted(String operation, String outcome) {
        return meters.get("patchbay.overhead").tags("operation", operation, "outcome", outcome).timer();
    }

    private void dispatched(DispatcherType kind, FilterChain chain) throws Exception {
        request.setDispatcherType(kind);
        filter.doFilter(request, response, chain);
    }

    @Test
    void an_answer_tells_what_it_took_and_what_of_it_the_provider_took() throws Exception {
        dispatched(DispatcherType.REQUEST, (in, out) -> {
            time().is(ORDER);
            passes(1_900);
            time().waited(TimeUnit.MICROSECONDS.toNanos(1_000));
            time().waited(TimeUnit.MICROSECONDS.toNanos(204));
            passes(1_203);
            out.getWriter().write("{}");
            out.flushBuffer();
        });

        assertThat(header()).isEqualTo("total;dur=3.10, provider;dur=1.20");
        assertThat(counted(ORDER, "SUCCESS").count()).isOne();
        assertThat(counted(ORDER, "SUCCESS").totalTime(TimeUnit.MICROSECONDS)).isEqualTo(1_899);
    }

    @Test
    void what_comes_behind_the_head_of_the_answer_is_not_its_callers_time() throws Exception {
        dispatched(DispatcherType.REQUEST, (in, out) -> {
            passes(10);
            out.flushBuffer();
            passes(5_000_000);
            time().waited(TimeUnit.SECONDS.toNanos(5));
        });

        assertThat(header()).isEqualTo("total;dur=0.01, provider;dur=0.00");
        assertThat(counted(RequestTime.NO_OPERATION, "SUCCESS").totalTime(TimeUnit.MICROSECONDS)).isEqualTo(10);
    }

    @Test
    void what_a_filter_behind_refuses_is_told_too() throws Exception {
        dispatched(DispatcherType.REQUEST, (in, out) -> {
            passes(40);
            ((HttpServletResponse) out).setStatus(415);
        });

        assertThat(header()).isEqualTo("total;dur=0.04, provider;dur=0.00");
        assertThat(counted(RequestTime.NO_OPERATION, "CLIENT_ERROR").count()).isOne();
    }

    @Test
    void an_answer_that_another_thread_gives_is_counted_once_it_is_complete() throws Exception {
        request.setAsyncSupported(true);
        dispatched(DispatcherType.REQUEST, (in, out) -> {
            time().is(ORDER);
            in.startAsync(in, out);
        });
        assertThat(meters.getMeters()).isEmpty();
        passes(2_000);
        request.getAsyncContext().getResponse().flushBuffer();
        assertThat(header()).isEqualTo("total;dur=2.00, provider;dur=0.00");

        request.setAsyncStarted(false);
        dispatched(DispatcherType.ASYNC, (in, out) -> passes(500));

        assertThat(header()).isEqualTo("total;dur=2.00, provider;dur=0.00");
        assertThat(counted(ORDER, "SUCCESS").totalTime(TimeUnit.MICROSECONDS)).isEqualTo(2_000);
    }

    @Test
    void an_answer_without_a_body_that_another_thread_gives_is_told_as_well() throws Exception {
        request.setAsyncSupported(true);
        dispatched(DispatcherType.REQUEST, (in, out) -> in.startAsync(in, out));
        request.setAsyncStarted(false);
        dispatched(DispatcherType.ASYNC, (in, out) -> passes(500));

        assertThat(header()).isEqualTo("total;dur=0.50, provider;dur=0.00");
    }

    @Test
    void an_error_is_counted_once_and_as_an_error() throws Exception {
        dispatched(DispatcherType.REQUEST, (in, out) -> ((HttpServletResponse) out).sendError(500));
        dispatched(DispatcherType.ERROR, (in, out) -> out.getWriter().write("{}"));

        assertThat(header()).startsWith("total;dur=");
        assertThat(meters.find("patchbay.overhead").timers()).hasSize(1);
        assertThat(counted(RequestTime.NO_OPERATION, "SERVER_ERROR").count()).isOne();
    }

    @Test
    void what_fails_is_told_with_the_answer_that_is_made_of_it() throws Exception {
        assertThatThrownBy(() -> dispatched(DispatcherType.REQUEST, (in, out) -> {
            passes(100);
            throw new ServletException("broken");
        })).isInstanceOf(ServletException.class);
        assertThat(header()).isNull();

        response.setStatus(500);
        dispatched(DispatcherType.ERROR, (in, out) -> passes(100));

        assertThat(header()).isEqualTo("total;dur=0.20, provider;dur=0.00");
        assertThat(counted(RequestTime.NO_OPERATION, "SERVER_ERROR").count()).isOne();
    }

    @Test
    void two_calls_that_went_on_beside_each_other_leave_no_overhead_below_nothing() throws Exception {
        dispatched(DispatcherType.REQUEST, (in, out) -> {
            passes(1_000);
            time().waited(TimeUnit.MICROSECONDS.toNanos(1_500));
        });

        assertThat(counted(RequestTime.NO_OPERATION, "SUCCESS").totalTime(TimeUnit.MICROSECONDS)).isZero();
    }
}
