package io.patchbay.subscription;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Identifiers that sort by the moment they were made (UUID version 7, RFC 9562, written as 32 hex digits behind a prefix), so
 * that pages and indexes follow time without a second column.
 */
public final class TimeOrderedId {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final HexFormat HEX = HexFormat.of();

    private TimeOrderedId() {
    }

    public static String subscription(long epochMillis) {
        return "sub_" + hex(epochMillis);
    }

    public static String operation(long epochMillis) {
        return "op_" + hex(epochMillis);
    }

    public static String preview(long epochMillis) {
        return "prv_" + hex(epochMillis);
    }

    private static String hex(long epochMillis) {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        for (int i = 0; i < 6; i++) {
            bytes[i] = (byte) (epochMillis >>> (40 - 8 * i));
        }
        bytes[6] = (byte) (bytes[6] & 0x0f | 0x70);
        bytes[8] = (byte) (bytes[8] & 0x3f | 0x80);
        return HEX.formatHex(bytes);
    }
}
