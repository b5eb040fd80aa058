package io.patchbay.operation;

/**
 * An idempotency key as it came with a request.
 *
 * @param fingerprint SHA-256 over method, path and body, hex: the same key with another one is another request
 */
public record Claim(String tenant, String key, String fingerprint) {
}
