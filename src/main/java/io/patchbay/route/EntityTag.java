package io.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.routing.ContentDigest;
import java.util.stream.Stream;

/** The version of what is read, by its content (RFC 9110, 8.8.3). Always a strong one. */
record EntityTag(String quoted) {

    private static final int LENGTH = 32;

    static EntityTag of(JsonNode content) {
        return new EntityTag('"' + ContentDigest.of(content).substring(0, LENGTH) + '"');
    }

    /** Whether somebody who names these versions in {@code If-Match} has seen this one; a weak one proves nothing. */
    boolean isAmong(String seen) {
        return seen.strip().equals("*") || Stream.of(seen.split(",")).map(String::strip).anyMatch(quoted::equals);
    }
}
