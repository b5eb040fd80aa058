package io.patchbay.provider;

import java.net.URI;
import java.util.Map;

/**
 * How a request proves to a provider who sends it. It is applied at the last moment, so that no credential is in anything that
 * is written down.
 */
public interface Authorisation {

    /**
     * Adds what the provider wants to see.
     *
     * @param endpoint the full URL of the call without its query
     * @throws AuthorisationFailed if a credential or token cannot be had; the request itself has not been sent
     */
    void apply(URI endpoint, Map<String, String> headers, Map<String, String> query);

    /** How many calls of its own {@link #apply} would make for this endpoint now. */
    default int calls(URI endpoint) {
        return 0;
    }

    /**
     * Forgets what the provider just refused, unless another request has replaced it meanwhile.
     *
     * @param headers of the refused request
     * @return whether a second try would carry something new
     */
    boolean renew(URI endpoint, Map<String, String> headers);
}
