package io.patchbay.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/** Orders as they go over the wire, each a new one: with an idempotency key and a SIM of its own. */
final class Creates implements Supplier<ByteBuffer> {

    private final AtomicLong next = new AtomicLong();
    private final LongFunction<String> request;

    private Creates(LongFunction<String> request) {
        this.request = request;
    }

    /** @param key of the tenant who orders */
    static Creates of(String key) {
        return new Creates(number -> post("/v1/subscriptions", "X-Api-Key: " + key + "\r\nIdempotency-Key: bench-" + number + "\r\n", """
                {"productOfferingId":"mobile-10gb","customerId":"customer-%d","subscriber":{"name":"Ada Byron","email":"ada@example.com"},\
                "activation":{"sim":{"iccid":"8988%016d","esim":true}}}""".formatted(number % 1000, number)));
    }

    /** What a gateway would send to TelliSIM, for those that only pass on. */
    static Creates passedOn() {
        return new Creates(number -> post("/v3/subscription?key=secret", "", """
                {"plan_id":"0a3ee1d6-fe5e-4561-91a0-d4649aaf0754","metadata":"patchbay:sub_%032d","iccid":"8988%016d"}""".formatted(number, number)));
    }

    @Override
    public ByteBuffer get() {
        return bytes(request.apply(next.getAndIncrement()));
    }

    /** The first so many of those that have been sent, over and over. */
    Supplier<ByteBuffer> again(int count) {
        AtomicLong turn = new AtomicLong();
        return () -> bytes(request.apply(turn.getAndIncrement() % Math.min(count, next.get())));
    }

    /** Reads of some paths, over and over. */
    static Supplier<ByteBuffer> reads(String key, List<String> paths) {
        AtomicLong turn = new AtomicLong();
        return () -> bytes("GET " + paths.get((int) (turn.getAndIncrement() % paths.size())) + " HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: " + key + "\r\n\r\n");
    }

    private static String post(String target, String headers, String body) {
        return "POST " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + headers
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static ByteBuffer bytes(String request) {
        return ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1));
    }
}
