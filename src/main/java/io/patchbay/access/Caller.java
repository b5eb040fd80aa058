package io.patchbay.access;

import io.patchbay.routing.Configuration;
import io.patchbay.routing.Scope;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;

/**
 * Who sent a request.
 *
 * @param tenant        null for an administrator
 * @param keyId         names the key in logs and audits; unique within the tenant or among administrators
 * @param configuration the one that let them in, and by which the request is decided
 */
public record Caller(String tenant, String keyId, Set<Scope> scopes, Configuration configuration) {

    private static final String ATTRIBUTE = Caller.class.getName();

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** The caller of a request; empty where no valid key came with it. Holds also after the request changed its thread. */
    public static Optional<Caller> of(HttpServletRequest request) {
        return Optional.ofNullable((Caller) request.getAttribute(ATTRIBUTE));
    }

    /** A configuration is long and belongs in no log. */
    @Override
    public String toString() {
        return (tenant == null ? "administrator" : "tenant " + tenant) + ", key " + keyId;
    }

    void attach(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }
}
