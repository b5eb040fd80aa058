package io.patchbay.killmatrix;

import io.patchbay.testing.DemoConfiguration;
import io.patchbay.testing.ProviderCopy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
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
    /** Where both gateways have the data of the providers. */
    final Path mappings;
    private final Binaries binaries;
    private final Map<String, String> settings = new HashMap<>(TimeScale.settings());
    private final boolean wired;
    /** Where every gateway is told that the providers are: nodes of one gateway have one configuration. */
    private final Map<Provider, Integer> ports = new EnumMap<>(Provider.class);
    private Path configuration;

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

    /**
     * With providers that are waited for as long as ever: nothing is lost here, and a busy machine has to lose nothing either.
     *
     * @param more settings of the gateways, as environment variables
     */
    static Site patient(Path workspace, Map<String, String> more) {
        return new Site(workspace, (provider, sheet) -> sheet.replace("response: 2s", "response: 30s"), more, false);
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
        mappings = Path.of(copy.get("patchbay.mappings-dir"));
        settings.put("PATCHBAY_MAPPINGS_DIR", mappings.toString());
        simulators.setting(Provider.TELEGENT, "requestsPerMinute", 0);
        simulators.setting(Provider.CONNECT, "activationDelaySeconds", 0);
    }

    void start() {
        for (Provider provider : Provider.values()) {
            ports.put(provider, wired ? Ports.one() : simulators.port(provider));
        }
        String host = wired ? Sides.HOST : "localhost";
        configuration = DemoConfiguration.at(workspace, word -> "http://" + host + ":" + ports.get(Provider.of(word)));
        nodes.add(node("a"));
        nodes.add(node("b"));
        if (!binaries.isTrained()) {
            nodes.getFirst().train();
        }
        nodes.forEach(Node::start);
        nodes.forEach(Node::awaitReady);
    }

    private Node node(String name) {
        Map<String, String> own = new HashMap<>(settings);
        own.put("PATCHBAY_CONFIG_DIR", configuration.toString());
        if (!wired) {
            return new Node(name, workspace, postgres, binaries, own);
        }
        InetAddress side = Sides.of(nodes.size());
        own.put("JAVA_TOOL_OPTIONS", "-Djdk.net.hosts.file=" + Sides.hosts(workspace.resolve("hosts-" + name), side));
        Node node = new Node(name, workspace, postgres, binaries, own);
        ports.forEach((provider, port) -> wire.connect(node, provider, new InetSocketAddress(side, port)));
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
