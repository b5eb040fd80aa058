package io.patchbay.routing;

/**
 * An operator's key for {@code /admin/v1}.
 *
 * @param hash {@code sha256:} and the key's SHA-256 in lower-case hexadecimal
 */
public record Administrator(String id, String hash) {
}
