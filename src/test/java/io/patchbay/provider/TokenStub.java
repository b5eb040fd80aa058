package io.patchbay.provider;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider's token call on the loopback, answered as a test says. */
final class TokenStub implements AutoCloseable {

    /** What the stub does with a request; the exchange is closed afterwards. */
    interface Answer {
        void to(HttpExchange exchange, int number) throws IOException;
    }

    private final HttpServer server;
    private final AtomicInteger calls = new AtomicInteger();

    TokenStub(Answer answer) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                answer.to(exchange, calls.incrementAndGet());
            }
        });
        server.start();
    }

    /** Answers every call alike. */
    static TokenStub answering(int status, String body) throws IOException {
        return new TokenStub((exchange, number) -> send(exchange, status, body));
    }

    static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    URI url() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    int calls() {
        return calls.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
