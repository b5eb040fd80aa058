package io.patchbay.provider;

import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bearer token that is good for one endpoint URL only. Tokens are kept until shortly before they expire; while one is being
 * fetched the others who need it wait for it instead of fetching their own, because token calls count against the rate limit.
 */
final class TokenPerEndpoint implements Authorisation {

    private final TokenOffice office;
    private final String header;
    private final String prefix;
    private final Clock clock;
    private final Map<URI, Slot> slots = new ConcurrentHashMap<>();

    TokenPerEndpoint(TokenOffice office, String header, String prefix, Clock clock) {
        this.office = office;
        this.header = header;
        this.prefix = prefix;
        this.clock = clock;
    }

    @Override
    public void apply(URI endpoint, Map<String, String> headers, Map<String, String> query) {
        headers.put(header, prefix + slots.computeIfAbsent(endpoint, Slot::new).token());
    }

    @Override
    public boolean renew(URI endpoint, Map<String, String> headers) {
        slots.computeIfAbsent(endpoint, Slot::new).drop(headers.get(header));
        return true;
    }

    private final class Slot {

        private final URI endpoint;
        private final ReentrantLock fetching = new ReentrantLock();
        private volatile Token kept;

        private Slot(URI endpoint) {
            this.endpoint = endpoint;
        }

        private String token() {
            Token token = kept;
            return token != null && token.isUsableAt(clock.instant()) ? token.value() : fetched();
        }

        /** Of many requests refused with one token only the first drops it; the others find the new one. */
        private void drop(String refused) {
            fetching.lock();
            try {
                kept = kept != null && refused.equals(prefix + kept.value()) ? null : kept;
            } finally {
                fetching.unlock();
            }
        }

        private String fetched() {
            fetching.lock();
            try {
                if (kept == null || !kept.isUsableAt(clock.instant())) {
                    kept = office.fetch(endpoint);
                }
                return kept.value();
            } finally {
                fetching.unlock();
            }
        }
    }
}
