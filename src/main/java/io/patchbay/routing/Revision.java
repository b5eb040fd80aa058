package io.patchbay.routing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * A configuration that was in force once, or is.
 *
 * @param number   larger is newer
 * @param digest   SHA-256 of the document in canonical form: equal digests mean equal content
 * @param document the whole configuration; holds hashes and references, never a secret; null in a list
 */
public record Revision(long number, Instant createdAt, String author, String reason, String digest, ObjectNode document) {
}
