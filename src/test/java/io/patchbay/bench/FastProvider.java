package io.patchbay.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A provider without limits that answers at once, so that nothing but the gateway is measured. It knows the call that makes a subscription,
 * as SeamlessOS Connect has it, keeps nothing but the idempotency keys, and says that what it was asked for is active.
 */
final class FastProvider implements AutoCloseable {

    static {
        System.getProperties().putIfAbsent("sun.net.httpserver.maxIdleConnections", "10000");
        System.getProperties().putIfAbsent("sun.net.httpserver.nodelay", "true");
    }

    private final Map<String, String> made = new ConcurrentHashMap<>();
    private final AtomicInteger repeated = new AtomicInteger();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    FastProvider() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
            server.createContext("/", exchange -> answer(exchange, 404, "{\"code\":\"NOT_FOUND\",\"message\":\"There is no such thing\"}"));
            server.createContext("/subscriptions", this::create);
            server.setExecutor(executor);
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void create(HttpExchange exchange) throws IOException {
        String key = exchange.getRequestHeaders().getFirst("X-Idempotency-Key");
        String id = UUID.randomUUID().toString();
        if (made.putIfAbsent(key, id) != null) {
            repeated.incrementAndGet();
        }
        answer(exchange, 201, """
                {"subscriptionId": "%s", "status": "ACTIVATED", "type": "CELL", "msisdn": "+15550100000",
                 "sim": {"esim": true, "iccid": "8946200508271016579"},
                 "createdAt": "2026-01-01T00:00:00Z", "activatedAt": "2026-01-01T00:00:00Z", "updatedAt": "2026-01-01T00:00:00Z"}"""
                .formatted(made.get(key)));
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    int made() {
        return made.size();
    }

    /** How often it was asked for something that it had made already. */
    int repeated() {
        return repeated.get();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.close();
    }
}
