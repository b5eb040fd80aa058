package io.patchbay.routing;

import java.util.Set;

/**
 * @param id   names the key in logs and audits
 * @param hash {@code sha256:} and the key's SHA-256 in lower-case hexadecimal
 */
public record ApiKey(String id, String hash, Set<Scope> scopes) {

    public ApiKey {
        scopes = Set.copyOf(scopes);
    }
}
