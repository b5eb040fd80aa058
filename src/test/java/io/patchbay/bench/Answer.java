package io.patchbay.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An HTTP/1.1 answer while it arrives; looks at as few bytes as it can, for what it costs is taken from those who are measured. */
final class Answer {

    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] ENCODING = "transfer-encoding: chunked".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] LAST = "connection: close".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] TIMING = "server-timing:".getBytes(StandardCharsets.ISO_8859_1);

    private byte[] bytes = new byte[16 * 1024];
    private int length;
    private int scanned;
    private int body;
    private int end;
    private boolean chunked;
    private boolean last;
    private int timing;

    /** Forgets what was there: the next answer begins. */
    void clear() {
        length = 0;
        scanned = 0;
        body = 0;
        end = -1;
        chunked = false;
        last = false;
        timing = 0;
    }

    /** Room for what arrives, after {@link #length()}. */
    byte[] bytes() {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, length * 2);
        }
        return bytes;
    }

    int length() {
        return length;
    }

    /** @return whether it is whole with these */
    boolean arrived(int count) {
        length += count;
        return (body > 0 || head()) && whole();
    }

    int status() {
        return length < 12 ? 0 : (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
    }

    /** Whether the connection ends with it. */
    boolean isLast() {
        return last;
    }

    /** What {@code Server-Timing} says the gateway itself took, which is {@code total} less {@code provider}; microseconds, -1 if nothing is said. */
    long overhead() {
        if (timing == 0) {
            return -1;
        }
        String header = new String(bytes, timing, lineEnd(timing) - timing, StandardCharsets.ISO_8859_1);
        double total = duration(header, "total;dur=");
        return total < 0 ? -1 : Math.max(0, Math.round((total - Math.max(0, duration(header, "provider;dur="))) * 1000));
    }

    private static double duration(String header, String metric) {
        int at = header.indexOf(metric);
        if (at < 0) {
            return -1;
        }
        int from = at + metric.length();
        int to = from;
        while (to < header.length() && (Character.isDigit(header.charAt(to)) || header.charAt(to) == '.')) {
            to++;
        }
        return Double.parseDouble(header.substring(from, to));
    }

    /** Its beginning, for a message. */
    String text() {
        return new String(bytes, 0, Math.min(length, 800), StandardCharsets.UTF_8);
    }

    private boolean head() {
        for (int at = Math.max(scanned, 3); at < length; at++) {
            if (bytes[at] == '\n' && bytes[at - 1] == '\r' && bytes[at - 2] == '\n') {
                body = at + 1;
                headers();
                return true;
            }
        }
        scanned = length;
        return false;
    }

    private void headers() {
        end = body;
        for (int line = lineEnd(0) + 2; line < body - 2; line = lineEnd(line) + 2) {
            header(line);
        }
        scanned = body;
    }

    private void header(int line) {
        switch (bytes[line] | 0x20) {
            case 'c' -> {
                if (begins(line, LENGTH)) {
                    end = body + number(line + LENGTH.length);
                }
                last |= begins(line, LAST);
            }
            case 't' -> chunked |= begins(line, ENCODING);
            case 's' -> timing = begins(line, TIMING) ? line : timing;
            default -> { }
        }
    }

    private boolean begins(int at, byte[] lowerCase) {
        if (at + lowerCase.length > body) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            byte found = bytes[at + i];
            if ((found >= 'A' && found <= 'Z' ? found | 0x20 : found) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private int number(int at) {
        int number = 0;
        for (int i = at; bytes[i] != '\r'; i++) {
            number = bytes[i] == ' ' ? number : number * 10 + bytes[i] - '0';
        }
        return number;
    }

    private int lineEnd(int at) {
        int found = at;
        while (bytes[found] != '\r') {
            found++;
        }
        return found;
    }

    private boolean whole() {
        return chunked ? chunks() : length >= end;
    }

    /** From chunk to chunk, as far as their beginnings are there; the last has no length and is followed by an empty line. */
    private boolean chunks() {
        while (true) {
            int at = scanned;
            int size = 0;
            while (at < length && bytes[at] != '\r' && bytes[at] != ';') {
                size = size * 16 + Character.digit(bytes[at++], 16);
            }
            if (at + 1 >= length) {
                return false;
            }
            if (size == 0) {
                return length >= at + 4;
            }
            int next = at + 2 + size + 2;
            if (next > length) {
                return false;
            }
            scanned = next;
        }
    }
}
