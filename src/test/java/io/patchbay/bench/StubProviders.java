package io.patchbay.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * All three providers with fixed answers to what creates a subscription. Connect and TelliSIM answer at once; Telegent, whose subscription
 * comes after a token and a subscriber, lets callers wait for it.
 */
final class StubProviders implements AutoCloseable {

    static {
        System.getProperties().putIfAbsent("sun.net.httpserver.maxIdleConnections", "10000");
        System.getProperties().putIfAbsent("sun.net.httpserver.nodelay", "true");
    }

    private static final String PLAN = """
            {"error":false,"data":{"plan_name":"USA Plan","plan_id":"0a3ee1d6-fe5e-4561-91a0-d4649aaf0754","archived_at":null,"region_code":"US",\
            "label":"green","throttling":false,"recurring":false,"archive":false,"data_mega_bytes":10240,"period_days":30}}""";
    private static final String TELLISIM = """
            {"subscription_id":"%s","created_at":"2026-01-01T00:00:00.703Z","activation_at":"2026-01-01T00:00:00.703Z",\
            "esimdata":{"esim_id":"65a89dca-349e-4278-95fb-a8fe2e9b281f","label":"Green","lpa_string":"LPA:1$rsp.example.com$0F222CA0C9B2F3A9"}}""";
    private static final String CONNECT = """
            {"subscriptionId":"%s","status":"ACTIVATED","type":"CELL","msisdn":"+15550100000","createdAt":"2026-01-01T00:00:00Z",\
            "activatedAt":"2026-01-01T00:00:00Z","updatedAt":"2026-01-01T00:00:00Z"}""";
    private static final String TOKEN = """
            {"token":"token","successful":true,"tokenExpiry":"12/31/2099 08:05:00 PM"}""";
    private static final String SUBSCRIBER = """
            {"SubscriberId":"TSUID-%s","Name":"Ada Byron","Email":"ada@example.com","PhoneNumbers":[]}""";
    private static final String TELEGENT = """
            {"SubscriptionId":"SUB-%s","SubscriberId":"TSUID-1","PackageId":"PID-9a8435dc-ca6e-4a98-b761-5e6dc04447db","Type":"mvno","Active":true}""";

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private volatile CountDownLatch hurried = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();
    private final Duration patience;
    private final HttpServer server;

    /** @param patience how long Telegent thinks */
    StubProviders(Duration patience) {
        this.patience = patience;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
            answering("/v3/plans/", 200, PLAN);
            answering("/v3/subscription", 201, TELLISIM);
            answering("/subscriptions", 201, CONNECT);
            answering("/v1.0/oauth2/tokens", 200, TOKEN);
            answering("/v1.0/subscribers/create", 200, SUBSCRIBER);
            server.createContext("/v1.0/subscriptions", this::late);
            server.setExecutor(executor);
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answering(String path, int status, String body) {
        server.createContext(path, exchange -> answer(exchange, status, body));
    }

    private void late(HttpExchange exchange) throws IOException {
        waiting.incrementAndGet();
        try {
            hurried.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
        waiting.decrementAndGet();
        answer(exchange, 200, TELEGENT);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = body.replace("%s", UUID.randomUUID().toString()).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    String address() {
        return "http://localhost:" + port();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** How many wait for Telegent now. */
    int waiting() {
        return waiting.get();
    }

    /** Those who wait are answered; who comes later waits again. */
    void hurry() {
        CountDownLatch over = hurried;
        hurried = new CountDownLatch(1);
        over.countDown();
    }

    @Override
    public void close() {
        hurried.countDown();
        server.stop(0);
        executor.close();
    }
}
