package io.patchbay.route;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The made-up provider Umbra: its files, and a server that takes its orders and can be told to keep one waiting. */
final class Umbra implements AutoCloseable {

    private static final Path FILES = Path.of("src/test/resources/fourth");

    private final HttpServer server;
    final List<String> bodies = new CopyOnWriteArrayList<>();
    private final AtomicReference<CountDownLatch> holding = new AtomicReference<>();
    private volatile CountDownLatch arrived = new CountDownLatch(0);
    private volatile CountDownLatch release = new CountDownLatch(0);

    Umbra() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/lines/", this::answer);
        server.start();
    }

    /** The next order waits for its answer until it is released. */
    void hold() {
        arrived = new CountDownLatch(1);
        release = new CountDownLatch(1);
        holding.set(release);
    }

    void awaitArrival() throws InterruptedException {
        arrived.await();
    }

    void release() {
        release.countDown();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String line = exchange.getRequestURI().getPath().substring("/lines/".length());
            if (exchange.getRequestMethod().equals("PUT")) {
                bodies.add(body);
                CountDownLatch held = holding.getAndSet(null);
                if (held != null) {
                    arrived.countDown();
                    held.await();
                }
            }
            byte[] answer = ("{\"line\": \"" + line + "\", \"lit\": true, \"number\": \"+15550001234\"}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(exchange.getRequestMethod().equals("PUT") ? 201 : 200, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes the configuration of its one account and tenant. */
    void configured(Path configuration) {
        write(configuration.resolve("umbra.yaml"), read(FILES.resolve("config/umbra.yaml")).replace("STUB", address()));
        write(configuration.resolve("secrets/umbra-token"), "umbra-secret-token");
    }

    String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** Everything a gateway reads, with this provider. */
    static void laidOut(Path workspace) {
        for (String folder : List.of("routes", "mappings", "contracts")) {
            copy(Path.of(folder), workspace.resolve(folder), UnaryOperator.identity());
        }
        files(workspace, UnaryOperator.identity());
    }

    /** @param change to each path and each text */
    static void files(Path workspace, UnaryOperator<String> change) {
        for (String folder : List.of("contracts", "mappings", "routes")) {
            copy(FILES.resolve(folder), workspace.resolve(folder), change);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to, UnaryOperator<String> change) {
        try (Stream<Path> files = Files.walk(from)) {
            files.filter(Files::isRegularFile).forEach(file -> write(to.resolve(change.apply(from.relativize(file).toString())), change.apply(read(file))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
