package io.patchbay.provider;

import java.util.Map;

/** A request with its credentials, about to leave. Its text form shows none of them. */
public record Outgoing(String method, String path, Map<String, String> query, Map<String, String> headers, byte[] body) {

    @Override
    public String toString() {
        return "Outgoing[" + method + " " + path + "]";
    }
}
