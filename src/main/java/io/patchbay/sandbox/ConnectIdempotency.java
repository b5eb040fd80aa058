package io.patchbay.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Connect's <code>X-Idempotency-Key</code>: the first answer is kept for 24 hours and replayed to the same bytes. */
final class ConnectIdempotency {

    static final int KEY_LENGTH = 256;
    private static final Duration KEPT = Duration.ofHours(24);

    private final Map<String, Entry> entries = new HashMap<>();
    private final Clock clock;

    ConnectIdempotency(Clock clock) {
        this.clock = clock;
    }

    /** What a key entitles to. */
    sealed interface Claim {
    }

    /** Nobody has used the key: carry the request out, then {@link #settle}. */
    record Fresh() implements Claim {
    }

    /** The key is taken: this is the answer. */
    record Taken(Answer answer) implements Claim {
    }

    private record Entry(Fingerprint fingerprint, Instant expiry, Answer answer) {
    }

    // Authorization counts because the same bytes may mean less under another user's token.
    private record Fingerprint(String method, String path, String query, String contentType, String authorization, String body) {

        private static Fingerprint of(Request request) {
            return new Fingerprint(request.method(), request.path(), request.query(),
                    request.header("Content-Type").orElse(null), request.header("Authorization").orElse(null),
                    new String(request.body(), StandardCharsets.ISO_8859_1));
        }
    }

    synchronized Claim claim(String key, Request request) {
        Entry entry = entries.get(key);
        Fingerprint fingerprint = Fingerprint.of(request);
        if (entry == null || !clock.instant().isBefore(entry.expiry)) {
            entries.put(key, new Entry(fingerprint, clock.instant().plus(KEPT), null));
            return new Fresh();
        }
        return new Taken(entry.fingerprint.equals(fingerprint) ? replay(entry) : mismatch());
    }

    private static Answer replay(Entry entry) {
        return entry.answer != null ? entry.answer
                : ConnectErrors.of(409, "idempotency_key_locked", "A request with this key is still being processed");
    }

    private static Answer mismatch() {
        return ConnectErrors.of(409, "idempotency_key_mismatch", "This key was used for a different request");
    }

    /** Keeps the answer; a server error is not kept, so that the same key may try again. */
    synchronized void settle(String key, Answer answer) {
        if (answer.status() >= 500) {
            entries.remove(key);
        } else {
            entries.computeIfPresent(key, (_, entry) -> new Entry(entry.fingerprint, entry.expiry, answer));
        }
    }

    synchronized void clear() {
        entries.clear();
    }
}
