package io.patchbay.killmatrix;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Where one gateway believes one provider to be. Closed, it refuses connections like a port nobody listens on. */
final class Line implements AutoCloseable {

    static {
        System.getProperties().putIfAbsent("sun.net.httpserver.maxIdleConnections", "10000");
        System.getProperties().putIfAbsent("sun.net.httpserver.nodelay", "true");
    }

    private final Node node;
    private final Provider provider;
    private final Wire wire;
    private final Executor executor;
    private final InetSocketAddress address;
    private HttpServer server;

    Line(Node node, Provider provider, InetSocketAddress address, Wire wire, Executor executor) {
        this.node = node;
        this.provider = provider;
        this.address = address;
        this.wire = wire;
        this.executor = executor;
    }

    Provider provider() {
        return provider;
    }

    synchronized void open() {
        try {
            server = HttpServer.create(address, 1024);
            server.createContext("/", this::handle);
            server.setExecutor(executor);
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        Optional<Back> answer = wire.carry(Passage.read(node, provider, exchange));
        if (answer.isPresent()) {
            answer.get().write(exchange);
        } else {
            // Closed before any header is sent: the gateway sees the connection end.
            exchange.close();
        }
    }

    @Override
    public synchronized void close() {
        server.stop(0);
    }
}
