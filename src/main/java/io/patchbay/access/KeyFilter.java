package io.patchbay.access;

import io.patchbay.routing.InForce;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.MDC;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;

/** Finds the caller by the key of the request. Without a valid key the request goes on as nobody's. */
final class KeyFilter extends HttpFilter {

    private static final String TENANT = "tenant";

    private final Supplier<InForce> inForce;
    private volatile KeyRings rings;

    KeyFilter(Supplier<InForce> inForce) {
        this.inForce = inForce;
        this.rings = KeyRings.of(inForce.get());
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        caller(PresentedKeys.of(request)).ifPresent(caller -> admit(caller, request));
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove(TENANT);
        }
    }

    private static void admit(Caller caller, HttpServletRequest request) {
        caller.attach(request);
        SecurityContextHolder.setContext(new SecurityContextImpl(new CallerAuthentication(caller)));
        if (caller.tenant() != null) {
            MDC.put(TENANT, caller.tenant());
        }
    }

    private Optional<Caller> caller(Set<String> keys) {
        return keys.size() == 1 ? rings().caller(keys.iterator().next(), ThreadLocalRandom.current().nextInt(100)) : Optional.empty();
    }

    private KeyRings rings() {
        InForce now = inForce.get();
        KeyRings known = rings;
        if (known.inForce() != now) {
            known = KeyRings.of(now);
            rings = known;
        }
        return known;
    }
}
