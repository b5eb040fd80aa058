package io.patchbay.sandbox;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;

/** A port that can be closed for real and opened again under the same number. */
final class Listener implements AutoCloseable {

    static {
        // The server hangs up on idle connections beyond 200 by default: under load, a fault that nobody asked for.
        System.getProperties().putIfAbsent("sun.net.httpserver.maxIdleConnections", "10000");
    }

    private final String bindAddress;
    private final HttpHandler handler;
    private final Executor executor;
    private int port;
    private HttpServer server;

    Listener(String bindAddress, int port, HttpHandler handler, Executor executor) {
        this.bindAddress = bindAddress;
        this.port = port;
        this.handler = handler;
        this.executor = executor;
    }

    synchronized int port() {
        return port;
    }

    synchronized void open() {
        if (server == null) {
            server = bind();
            port = server.getAddress().getPort();
            server.start();
        }
    }

    private HttpServer bind() {
        try {
            HttpServer bound = HttpServer.create(new InetSocketAddress(bindAddress, port), 1024);
            bound.createContext("/", handler);
            bound.setExecutor(executor);
            return bound;
        } catch (IOException taken) {
            throw new UncheckedIOException("cannot listen on " + bindAddress + ":" + port, taken);
        }
    }

    /** Closes the port and cuts every open connection. */
    @Override
    public synchronized void close() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }
}
