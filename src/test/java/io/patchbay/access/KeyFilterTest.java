package io.patchbay.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.routing.Administrator;
import io.patchbay.routing.ApiKey;
import io.patchbay.routing.Configuration;
import io.patchbay.routing.InForce;
import io.patchbay.routing.Mode;
import io.patchbay.routing.Scope;
import io.patchbay.routing.Slice;
import io.patchbay.routing.Tenant;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
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
    private final KeyFilter filter = new KeyFilter(() -> new InForce(1, current.get(), Optional.empty()));

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
    void nothing_is_tried_out_on_administrators() throws Exception {
        InForce trial = new InForce(1, current.get(), Optional.of(new InForce.Candidate(configuration(List.of()), new Slice(99, Set.of()))));
        KeyRings rings = KeyRings.of(trial);
        assertThat(rings.caller("abc", 0)).hasValueSatisfying(caller -> assertThat(caller.configuration()).isSameAs(trial.stable()));
    }

    @Test
    void a_tenant_on_whom_a_configuration_is_tried_out_comes_in_by_that_one_and_by_no_other() {
        InForce trial = new InForce(1, tenant("old"), Optional.of(new InForce.Candidate(tenant("new"), new Slice(0, Set.of("acme")))));
        KeyRings rings = KeyRings.of(trial);
        assertThat(rings.caller("new", 0)).hasValueSatisfying(caller -> assertThat(caller.configuration()).isNotSameAs(trial.stable()));
        assertThat(rings.caller("old", 0)).as("revoked in what is tried out").isEmpty();
    }

    @Test
    void a_tenant_on_whom_nothing_is_tried_out_knows_nothing_of_it() {
        InForce trial = new InForce(1, tenant("old"), Optional.of(new InForce.Candidate(tenant("new"), new Slice(0, Set.of("globex")))));
        KeyRings rings = KeyRings.of(trial);
        assertThat(rings.caller("old", 0)).hasValueSatisfying(caller -> assertThat(caller.configuration()).isSameAs(trial.stable()));
        assertThat(rings.caller("new", 0)).isEmpty();
    }

    @Test
    void of_a_hundred_draws_a_share_takes_as_many_as_it_says() {
        InForce trial = new InForce(1, tenant("key"), Optional.of(new InForce.Candidate(tenant("key"), new Slice(30, Set.of()))));
        KeyRings rings = KeyRings.of(trial);
        assertThat(IntStream.range(0, 100).filter(draw -> rings.caller("key", draw).orElseThrow().configuration() != trial.stable()))
                .hasSize(30).allMatch(draw -> draw < 30);
        assertThat(trial.unasked("acme")).as("what nobody has sent is no part of a share").isSameAs(trial.stable());
    }

    private static Configuration tenant(String key) {
        ApiKey known = new ApiKey("demo", "sha256:" + sha256(key), Set.of(Scope.READ));
        Tenant acme = new Tenant("acme", "Acme", Mode.TEST, Optional.empty(), List.of(known));
        return new Configuration(1, Map.of("acme", acme), List.of(), Map.of(), Map.of(), List.of());
    }

    private static String sha256(String key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
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
