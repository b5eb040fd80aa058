package io.patchbay.provider;

import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One key that goes with every request, in a header or in the query.
 *
 * @param name    of the header or the query parameter
 * @param prefix  text before the key, empty for none
 * @param inQuery where it goes
 * @param key     read anew for each request, so that a rotated key is picked up
 */
record FixedKey(String name, String prefix, boolean inQuery, Supplier<String> key) implements Authorisation {

    @Override
    public void apply(URI endpoint, Map<String, String> headers, Map<String, String> query) {
        (inQuery ? query : headers).put(name, prefix + key.get());
    }

    @Override
    public boolean renew(URI endpoint, Map<String, String> headers) {
        return false;
    }

    @Override
    public String toString() {
        return "FixedKey[" + name + "]";
    }
}
