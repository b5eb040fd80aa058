package io.patchbay.provider;

import java.net.URI;
import java.util.Map;

/** Has no credentials to give. */
final class NoAuthorisation implements Authorisation {

    @Override
    public void apply(URI endpoint, Map<String, String> headers, Map<String, String> query) {
        throw AuthorisationFailed.withoutCredential();
    }

    @Override
    public boolean renew(URI endpoint, Map<String, String> headers) {
        return false;
    }
}
