package io.patchbay.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The keys a request came with: {@code X-Api-Key: <key>} and {@code Authorization: Bearer <key>}. */
final class PresentedKeys {

    private static final String BEARER = "bearer ";

    private PresentedKeys() {
    }

    /** One element for a usable request; more than one is ambiguous. */
    static Set<String> of(HttpServletRequest request) {
        Set<String> keys = new TreeSet<>(Collections.list(request.getHeaders("X-Api-Key")));
        for (String value : Collections.list(request.getHeaders("Authorization"))) {
            if (value.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
                keys.add(value.substring(BEARER.length()).strip());
            }
        }
        return keys;
    }
}
