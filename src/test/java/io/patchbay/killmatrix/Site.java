package io.patchbay.killmatrix;

import io.patchbay.testing.DemoConfiguration;
import io.patchbay.testing.ProviderCopy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BinaryOperator;

/** Everything that stands: database, simulators, wire and two gateways, each a process of its own but for the wire. */
final class Site implements AutoCloseable {

    final Postgres postgres;
    final Simulators simulators;
    final Whereabouts whereabouts;
    final Tally<Cell> cells = new Tally<>();
    final Spoiling spoiling;
    final Wire wire;
    final List<Node> nodes = new ArrayList<>();
    final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    final Path workspace;
    private final Binaries binaries;
    private final Map<String, String> settings = new HashMap<>(TimeScale.settings());
    private final boolean wired;

    Site(Path workspace) {
        this(workspace, (provider, sheet) -> sheet, Map.of());
    }

    /**
     * @param change of the providers' sheets, beyond the shorter waits
     * @param more   settings of the gateways, as environment variables
     */
    Site(Path workspace, BinaryOperator<String> change, Map<String, String> more) {
        this(workspace, change, more, true);
    }

    /** With nothing between the gateways and the simulators: no request is seen or spoilt, and a rush is as fast as both ends are. */
    static Site unwired(Path workspace) {
        return new Site(workspace, (provider, sheet) -> sheet, Map.of(), false);
    }

    private Site(Path workspace, BinaryOperator<String> change, Map<String, String> more, boolean wired) {
        this.wired = wired;
        this.workspace = workspace.toAbsolutePath();
        this.binaries = Binaries.laidOut(workspace.toAbsolutePath().getParent());
        this.postgres = Postgres.start(this.workspace.resolve("postgres"));
        this.simulators = Simulators.start(this.workspace, binaries);
        this.whereabouts = new Whereabouts(postgres);
        this.spoiling = new Spoiling(simulators, cells, executor);
        this.wire = new Wire(whereabouts, spoiling, executor);
        Map<String, String> copy = ProviderCopy.in(this.workspace, (name, sheet) -> change.apply(name, TimeScale.sheets().apply(name, sheet)));
        settings.putAll(more);
        settings.put("PATCHBAY_MAPPINGS_DIR", copy.get("patchbay.mappings-dir"));
        simulators.setting(Provider.TELEGENT, "requestsPerMinute", 0);
        simulators.setting(Provider.CONNECT, "activationDelaySeconds", 0);
    }

    void start() {
        nodes.add(node("a"));
        nodes.add(node("b"));
        if (!binaries.isTrained()) {
            nodes.getFirst().train();
        }
        nodes.forEach(Node::start);
        nodes.forEach(Node::awaitReady);
    }

    private Node node(String name) {
        Map<Provider, Integer> ports = new HashMap<>();
        for (Provider provider : Provider.values()) {
            ports.put(provider, wired ? Ports.one() : simulators.port(provider));
        }
        Path configuration = DemoConfiguration.at(workspace.resolve("node-" + name), word -> "http://localhost:" + ports.get(Provider.of(word)));
        Map<String, String> own = new HashMap<>(settings);
        own.put("PATCHBAY_CONFIG_DIR", configuration.toString());
        Node node = new Node(name, workspace, postgres, binaries, own);
        if (wired) {
            ports.forEach((provider, port) -> wire.connect(node, provider, port));
        }
        return node;
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
        wire.close();
        simulators.close();
        postgres.close();
        executor.shutdownNow();
    }
}
