package io.patchbay.killmatrix;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** One of the gateways: it may die, but it always comes back on the same port. */
final class Node implements AutoCloseable {

    private static final Duration STARTING = Duration.ofMinutes(2);
    private static final Duration STOPPING = Duration.ofSeconds(75);

    final String name;
    private final int port = Ports.one();
    private final int management = Ports.one();
    private final Path workspace;
    private final Postgres postgres;
    private final Binaries binaries;
    private final Map<String, String> settings;
    private final AtomicInteger lives = new AtomicInteger();
    private Program program;

    Node(String name, Path workspace, Postgres postgres, Binaries binaries, Map<String, String> settings) {
        this.name = name;
        this.workspace = workspace;
        this.postgres = postgres;
        this.binaries = binaries;
        this.settings = Map.copyOf(settings);
    }

    /** Its present name in leases and in the database's list of connections; new in every life. */
    String life() {
        return name + "-" + lives;
    }

    String address() {
        return "http://localhost:" + port;
    }

    void start() {
        start(binaries.command());
    }

    private void start(List<String> command) {
        lives.incrementAndGet();
        Map<String, String> environment = new LinkedHashMap<>(settings);
        environment.put("SPRING_DATASOURCE_URL", postgres.url(life()));
        environment.put("SPRING_DATASOURCE_USERNAME", "postgres");
        environment.put("SPRING_DATASOURCE_PASSWORD", "postgres");
        environment.put("PATCHBAY_NODE", life());
        environment.put("SERVER_PORT", Integer.toString(port));
        environment.put("MANAGEMENT_SERVER_PORT", Integer.toString(management));
        program = Program.start(workspace.resolve("logs/node-" + life() + ".log"), environment, command);
    }

    /** A first life that takes no order but leaves a cache behind with which the later ones start faster. */
    void train() {
        start(binaries.training());
        awaitReady();
        program.terminate(STOPPING);
    }

    void awaitReady() {
        boolean ready = Pause.until(STARTING, () -> !program.isAlive() || isReady());
        if (!ready || !program.isAlive()) {
            throw new IllegalStateException("node " + life() + " does not get ready:\n" + program.output());
        }
    }

    private boolean isReady() {
        return Http.send("GET", "http://localhost:" + management + "/actuator/health/readiness", null, Map.of()).reply()
                .filter(reply -> reply.status() == 200).isPresent();
    }

    boolean isAlive() {
        return program.isAlive();
    }

    void kill() {
        program.kill();
    }

    void terminate() {
        program.terminate(STOPPING);
    }

    void freeze() {
        program.freeze();
    }

    void thaw() {
        program.thaw();
    }

    /** Up again after an end; one whose database was away at the wrong moment gets another try, as from any supervisor. */
    void revive() {
        start();
        if (!Pause.until(STARTING, () -> !program.isAlive() || isReady()) || !program.isAlive()) {
            program.kill();
            start();
            awaitReady();
        }
    }

    int lives() {
        return lives.get();
    }

    @Override
    public void close() {
        if (program != null) {
            program.close();
        }
    }
}
