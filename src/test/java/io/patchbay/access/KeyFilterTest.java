package io.patchbay.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.routing.Administrator;
import io.patchbay.routing.Configuration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.context.SecurityContextHolder;

class KeyFilterTest {

    // SHA-256 of the three letters abc, as the standard gives it.
    private static final String HASH_OF_ABC = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private final AtomicReference<Configuration> current = new AtomicReference<>(configuration(List.of(new Administrator("ops", HASH_OF_ABC))));
    private final KeyFilter filter = new KeyFilter(current::get);

    @AfterEach
    void forget() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void a_revoked_key_ends_with_the_configuration_that_revokes_it() throws Exception {
        assertThat(callerWith("abc")).isTrue();
        current.set(configuration(List.of()));
        assertThat(callerWith("abc")).isFalse();
    }

    @Test
    void the_key_is_not_kept_with_the_caller() throws Exception {
        callerWith("abc");
        assertThat(SecurityContextHolder.getContext().getAuthentication().getCredentials()).isNull();
        assertThat(SecurityContextHolder.getContext().getAuthentication().toString()).doesNotContain("abc");
    }

    private boolean callerWith(String key) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/v1/subscriptions");
        request.addHeader("X-Api-Key", key);
        filter.doFilter(request, new MockHttpServletResponse(), new MockFilterChain());
        return Caller.of(request).isPresent();
    }

    private static Configuration configuration(List<Administrator> administrators) {
        return new Configuration(1, Map.of(), administrators, Map.of(), Map.of(), List.of());
    }
}
