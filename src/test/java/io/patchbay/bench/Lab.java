package io.patchbay.bench;

import io.patchbay.testing.DemoConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** What all parts share: a PostgreSQL, the providers, and a gateway's configuration that leads to them. */
final class Lab implements AutoCloseable {

    static final Path WORKSPACE = Path.of("target/bench").toAbsolutePath();
    /** The same for everything that runs on a JVM: a small heap, and what the image sets. */
    static final List<String> JVM = List.of("-Xmx384m", "-XX:+UseG1GC", "-XX:+UseTransparentHugePages", "-XX:+UseCompactObjectHeaders");
    private static final Duration SLOW = Duration.ofSeconds(30);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    final Size size;
    final boolean hasPeers;
    final Server server;
    final StubProviders stubs;
    /** Of TelliSIM. */
    final int provider;
    final Path configuration;
    private final Node shared;

    /** @param hasPeers whether nginx, pgbench and the jars of the peers are there */
    Lab(Size size, boolean hasPeers) {
        this.size = size;
        this.hasPeers = hasPeers;
        try {
            server = opened(new Server(WORKSPACE.resolve("postgres")));
            stubs = opened(new StubProviders(SLOW));
            provider = hasPeers ? opened(new Nginx("provider", WORKSPACE, 0)).port : stubs.port();
            configuration = DemoConfiguration.at(WORKSPACE, name -> name.equals("tellisim") ? "http://127.0.0.1:" + provider : stubs.address());
            shared = size.isSmoke() ? opened(new Node("smoke", server.database("smoke"), configuration, JVM, Map.of())) : null;
        } catch (RuntimeException | Error failed) {
            close();
            throw failed;
        }
    }

    /** Ends with the bench, if it does not end before. */
    <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    /**
     * One with a database of its own, or where it has to be quick the same for everybody.
     *
     * @param settings by their environment variables
     */
    Node gateway(String name, Map<String, String> settings) {
        return shared == null ? opened(new Node(name, server.database(name), configuration, JVM, settings)) : shared;
    }

    /** What is opened meanwhile is closed at the end. */
    void during(Runnable part) {
        int before = open.size();
        try {
            part.run();
        } finally {
            closeDownTo(before);
        }
    }

    private void closeDownTo(int count) {
        RuntimeException failure = null;
        while (open.size() > count) {
            try {
                open.pop().close();
            } catch (Exception failed) {
                failure = new IllegalStateException(failed);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() {
        closeDownTo(0);
    }
}
