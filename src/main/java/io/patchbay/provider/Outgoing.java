package io.patchbay.provider;

import io.patchbay.mapping.ProviderRequest;
import java.util.Map;

/** A request with its credentials, about to leave. Its text form shows none of them. */
public record Outgoing(String method, String path, Map<String, String> query, Map<String, String> headers, byte[] body) {

    /** Path and query as they stand on the request line. */
    public String target() {
        return new ProviderRequest("", method, path, query, headers, body).target();
    }

    /** The query as it stands on the request line, percent-encoded like the one that was written down; empty when there is none. */
    public String rawQuery() {
        return query.isEmpty() ? "" : target().substring(path.length() + 1);
    }

    @Override
    public String toString() {
        return "Outgoing[" + method + " " + path + "]";
    }
}
