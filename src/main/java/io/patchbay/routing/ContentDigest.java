package io.patchbay.routing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** What content comes to: equal digests mean equal content. */
public final class ContentDigest {

    private static final ObjectMapper CANONICAL = JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    private ContentDigest() {
    }

    /** SHA-256 of the canonical form, in hexadecimal. The order of keys in a file means nothing; the order of rules does, and lists keep theirs. */
    public static String of(JsonNode content) {
        try {
            return Sha256.hex(CANONICAL.writeValueAsBytes(CANONICAL.treeToValue(content, Object.class)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
