package io.patchbay.bench;

import io.patchbay.testing.Gateway;
import io.patchbay.testing.JarProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** All of them, up at the same time; while one is measured the others have nothing to do. */
final class Contenders {

    static final String PATCHBAY = "Patchbay";
    static final String PEER = "Hand-written peer";
    static final String PASSTHROUGH = "Spring Cloud Gateway, pass-through";
    static final String NGINX = "nginx, pass-through";
    static final String PGBENCH = "pgbench, the two commits alone";

    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

    private final Lab lab;
    final Node gateway;
    final List<Contender> all = new ArrayList<>();
    final Optional<Pgbench> pgbench;

    Contenders(Lab lab) {
        this.lab = lab;
        gateway = lab.gateway("patchbay", Map.of());
        all.add(new Contender(PATCHBAY, gateway.port, gateway.handle(), Creates.of(Gateway.INITECH)));
        if (lab.hasPeers) {
            all.add(peer());
            all.add(passthrough());
            Nginx nginx = lab.opened(new Nginx("passthrough", Lab.WORKSPACE, lab.provider));
            all.add(new Contender(NGINX, nginx.port, nginx.handle(), Creates.passedOn()));
        }
        pgbench = lab.hasPeers ? Optional.of(new Pgbench(lab.server, lab.server.jdbc())) : Optional.empty();
    }

    private Contender peer() {
        return spring(PEER, "bench/peer/target/peer.jar", Map.of("SPRING_DATASOURCE_URL", lab.server.database("peer"),
                "SPRING_DATASOURCE_USERNAME", "postgres", "SPRING_DATASOURCE_PASSWORD", "postgres"), Creates.of(Gateway.INITECH));
    }

    private Contender passthrough() {
        return spring(PASSTHROUGH, "bench/passthrough/target/passthrough.jar", Map.of(), Creates.passedOn());
    }

    private Contender spring(String name, String jar, Map<String, String> settings, Creates creates) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("PORT", "0");
        environment.put("PROVIDER", "http://127.0.0.1:" + lab.provider);
        JarProcess process = lab.opened(JarProcess.start(Path.of(jar), Lab.JVM, environment));
        int port = Integer.parseInt(process.printed(PORT, 1).getFirst());
        return new Contender(name, port, process.handle(), creates);
    }

    Contender patchbay() {
        return all.getFirst();
    }

    Optional<Contender> named(String name) {
        return all.stream().filter(contender -> contender.name().equals(name)).findFirst();
    }

    void warmUp() {
        all.forEach(contender -> new WarmUp(lab.size).of(contender.name(), contender.creating()));
    }
}
