package io.patchbay.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class ReadinessFilterTest {

    private final ApplicationAvailabilityBean availability = new ApplicationAvailabilityBean();
    private final MockHttpServletResponse response = new MockHttpServletResponse();
    private final MockFilterChain chain = new MockFilterChain();

    @Test
    void a_node_that_is_still_starting_says_come_again() throws Exception {
        filter();

        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getHeader("Retry-After")).isEqualTo("2");
        assertThat(response.getContentAsString()).contains("not-ready");
        assertThat(chain.getRequest()).isNull();
    }

    @Test
    void a_node_that_is_ready_lets_requests_in() throws Exception {
        availability.onApplicationEvent(new AvailabilityChangeEvent<>(this, ReadinessState.ACCEPTING_TRAFFIC));

        filter();

        assertThat(chain.getRequest()).isNotNull();
    }

    private void filter() throws Exception {
        new ReadinessFilter(availability).doFilter(new MockHttpServletRequest("GET", "/v1/subscriptions"), response, chain);
    }
}
