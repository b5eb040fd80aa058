package io.patchbay.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stateful simulators of Connect, Telegent and TelliSIM with a control API that injects faults, moves time and shows what
 * each provider really holds. They are the other party: they share no code with the gateway and keep everything in memory.
 */
public final class Sandbox implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Sandbox.class);
    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "127.0.0.1", "::1");

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final SandboxPorts ports;
    private final Map<String, Simulator> simulators = new LinkedHashMap<>();
    private final ControlApi controlApi;
    private final Listener control;

    private Sandbox(SandboxPorts ports, SandboxCredentials credentials) {
        this.ports = ports;
        SandboxClock clock = new SandboxClock();
        add(new Connect(clock, credentials.connectApiKey()), clock, ports.connect());
        add(new Telegent(clock, credentials.telegentAccountKey(), credentials.telegentAccountSecret()), clock, ports.telegent());
        add(new Tellisim(clock, credentials.tellisimKey()), clock, ports.tellisim());
        this.controlApi = new ControlApi(simulators, clock);
        this.control = new Listener(ports.bindAddress(), ports.control(), this::dispatch, executor);
    }

    private void add(Provider provider, SandboxClock clock, int port) {
        simulators.put(provider.name(), new Simulator(provider, clock, ports.bindAddress(), port, executor));
    }

    /** Starts with the demo's credentials. Fails with {@link java.io.UncheckedIOException} where a port is taken. */
    public static Sandbox start(SandboxPorts ports) {
        return start(ports, SandboxCredentials.demo());
    }

    /** As {@link #start(SandboxPorts)}, with other credentials. */
    public static Sandbox start(SandboxPorts ports, SandboxCredentials credentials) {
        Sandbox sandbox = new Sandbox(ports, credentials);
        try {
            sandbox.open();
            return sandbox;
        } catch (RuntimeException notAllOpen) {
            sandbox.close();
            throw notAllOpen;
        }
    }

    private void open() {
        control.open();
        simulators.values().forEach(Simulator::open);
        log.info("Provider simulators are ready: control API and all providers on http://{}:{}, each provider alone on {}",
                host(), controlPort(), simulators.keySet().stream().map(this::baseUrl).toList());
    }

    private void dispatch(HttpExchange exchange) throws IOException {
        List<String> segments = Request.segments(exchange.getRequestURI().getRawPath());
        Simulator simulator = segments.isEmpty() ? null : simulators.get(segments.getFirst());
        HttpHandler handler = simulator == null ? controlApi : new Door(simulator, "/" + simulator.provider().name());
        handler.handle(exchange);
    }

    /** The port of the control API. */
    public int controlPort() {
        return control.port();
    }

    /** The provider's own port; it stays the same while connections are refused. */
    public int port(String provider) {
        if (!simulators.containsKey(provider)) {
            throw new IllegalArgumentException("no such provider: " + provider);
        }
        return simulators.get(provider).port();
    }

    /** The base URL of the provider's own listener, without a path. */
    public URI baseUrl(String provider) {
        return URI.create("http://" + host() + ":" + port(provider));
    }

    private String host() {
        return WILDCARDS.contains(ports.bindAddress()) ? "localhost" : ports.bindAddress();
    }

    /** Closes all ports, cuts all connections and forgets all state. */
    @Override
    public void close() {
        control.close();
        simulators.values().forEach(Simulator::close);
        executor.shutdownNow();
    }

    static Sandbox start(Map<String, String> environment) {
        int port = Integer.parseInt(environment.getOrDefault("SANDBOX_PORT", "8090"));
        return start(SandboxPorts.from(environment.getOrDefault("SANDBOX_BIND", "127.0.0.1"), port),
                SandboxCredentials.from(environment));
    }

    /**
     * Runs the simulators alone until the process is asked to end. Reads <code>SANDBOX_BIND</code>, <code>SANDBOX_PORT</code>
     * and the credentials from the environment.
     */
    public static void main(String[] args) throws InterruptedException {
        Sandbox sandbox = start(System.getenv());
        Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close, "sandbox-close"));
        new CountDownLatch(1).await();
    }
}
