package io.patchbay.provider;

import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A bearer token that is good for one endpoint URL only. Tokens are kept until shortly before they expire; while one is being
 * fetched the others who need it wait for it and share what becomes of it, token or failure, because token calls count against the
 * rate limit and a provider in trouble should not be asked once for everybody who waits.
 */
final class TokenPerEndpoint implements Authorisation {

    /** URLs hold ids of subscriptions, so there are as many as there are subscriptions; a token that was let go is fetched again. */
    private static final int MOST_ENDPOINTS = 10_000;

    private final TokenOffice office;
    private final String header;
    private final String prefix;
    private final Clock clock;
    private final Waits waits;
    private final int most;
    private final Map<URI, Slot> slots = new ConcurrentHashMap<>();

    TokenPerEndpoint(TokenOffice office, String header, String prefix, Clock clock, Waits waits) {
        this(office, header, prefix, clock, waits, MOST_ENDPOINTS);
    }

    /** @param most endpoints whose tokens are kept */
    TokenPerEndpoint(TokenOffice office, String header, String prefix, Clock clock, Waits waits, int most) {
        this.office = office;
        this.header = header;
        this.prefix = prefix;
        this.clock = clock;
        this.waits = waits;
        this.most = most;
    }

    @Override
    public void apply(URI endpoint, Map<String, String> headers, Map<String, String> query) {
        headers.put(header, prefix + slot(endpoint).token());
    }

    /** A token that others are just fetching counts for everybody who waits for it: better one call too many is counted than one too few. */
    @Override
    public int calls(URI endpoint) {
        Slot known = slots.get(endpoint);
        return known != null && known.isUsable(known.kept.get()) ? 0 : 1;
    }

    @Override
    public boolean renew(URI endpoint, Map<String, String> headers) {
        Slot slot = slots.get(endpoint);
        if (slot != null) {
            slot.drop(headers.get(header));
        }
        return true;
    }

    /** How many endpoints have a place here. */
    int endpoints() {
        return slots.size();
    }

    private Slot slot(URI endpoint) {
        Slot known = slots.get(endpoint);
        if (known != null) {
            return known;
        }
        makeRoom();
        return slots.computeIfAbsent(endpoint, Slot::new);
    }

    /** Expired tokens go first. Where that frees little the others go too, or else every new endpoint would search them all. */
    private void makeRoom() {
        if (slots.size() >= most) {
            slots.values().removeIf(slot -> !slot.isFetching() && !slot.isUsable(slot.kept.get()));
            if (slots.size() > most / 2) {
                slots.values().removeIf(slot -> !slot.isFetching());
            }
        }
    }

    private final class Slot {

        private final URI endpoint;
        private final AtomicReference<Token> kept = new AtomicReference<>();
        private final AtomicReference<CompletableFuture<Token>> fetching = new AtomicReference<>();

        private Slot(URI endpoint) {
            this.endpoint = endpoint;
        }

        private boolean isFetching() {
            return fetching.get() != null;
        }

        private boolean isUsable(Token token) {
            return token != null && token.isUsableAt(clock.instant());
        }

        private String token() {
            Token token = kept.get();
            return (isUsable(token) ? token : waitedFor()).value();
        }

        /** Of many requests refused with one token only the first drops it; the others find the new one. */
        private void drop(String refused) {
            Token token = kept.get();
            if (token != null && (prefix + token.value()).equals(refused)) {
                kept.compareAndSet(token, null);
            }
        }

        private Token waitedFor() {
            long begun = waits.begin();
            try {
                return shared();
            } finally {
                waits.end(begun);
            }
        }

        private Token shared() {
            CompletableFuture<Token> own = new CompletableFuture<>();
            CompletableFuture<Token> others = fetching.compareAndExchange(null, own);
            return others == null ? fetched(own) : awaited(others);
        }

        private Token fetched(CompletableFuture<Token> own) {
            try {
                // another fetch may have ended between the look at the kept token and the start of this one
                Token latest = kept.get();
                Token token = isUsable(latest) ? latest : office.fetch(endpoint);
                kept.set(token);
                own.complete(token);
                return token;
            } catch (RuntimeException | Error failed) {
                own.completeExceptionally(failed);
                throw failed;
            } finally {
                fetching.set(null);
            }
        }

        private Token awaited(CompletableFuture<Token> others) {
            try {
                Token token = others.join();
                // a token for one request belongs to whoever fetched it
                return isUsable(token) ? token : office.fetch(endpoint);
            } catch (CompletionException failed) {
                throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
            }
        }
    }
}
