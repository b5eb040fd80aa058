package io.patchbay.bench;

import static org.awaitility.Awaitility.await;

import io.patchbay.testing.Gateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** What orders that wait for one provider do to orders for the other two. */
final class BulkheadPart {

    private static final String BEFORE = "nobody waits";
    /** Than other measurements: at a small rate the slowest of a hundred are few. */
    private static final int LONGER = 3;

    private final Lab lab;
    private final String during;
    private final Results<Taken> results = new Results<>();

    BulkheadPart(Lab lab) {
        this.lab = lab;
        this.during = lab.size.waiting() + " wait for Telegent";
    }

    Part run() {
        Node node = lab.gateway("bulkhead", Map.of("PATCHBAY_MAPPINGS_DIR", patience().toString()));
        Map<String, Load> others = new LinkedHashMap<>();
        others.put("SeamlessOS Connect", contender(node, Gateway.ACME).creating());
        others.put("TelliSIM", contender(node, Gateway.INITECH).creating());
        others.forEach((name, load) -> new WarmUp(lab.size).of("orders for " + name, load));
        for (int round = 0; round < lab.size.rounds(); round++) {
            beside(others, BEFORE);
            waiting(node, () -> beside(others, during));
        }
        return new Part("bulkhead", text(), goals());
    }

    private static Contender contender(Node node, String key) {
        return new Contender("Patchbay", node.port, node.handle(), Creates.of(key));
    }

    /** Both at once. */
    private void beside(Map<String, Load> others, String when) {
        try (ExecutorService callers = Executors.newCachedThreadPool()) {
            Map<String, Future<Taken>> seen = new LinkedHashMap<>();
            others.forEach((name, load) -> seen.put(name, callers.submit(() -> load.open(lab.size.calls(), lab.size.time().multipliedBy(LONGER)))));
            seen.forEach((name, taken) -> results.add(name, when, answered(taken).sound(name + ", " + when)));
        }
    }

    private static Taken answered(Future<Taken> taken) {
        try {
            return taken.get();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** The orders wait before it begins and still do when it has ended. */
    private void waiting(Node node, Runnable meanwhile) {
        int many = lab.size.waiting();
        Load orders = contender(node, Gateway.GLOBEX).creating();
        try (ExecutorService callers = Executors.newSingleThreadExecutor()) {
            Future<Taken> answers = callers.submit(() -> orders.closed(many, Duration.ofSeconds(1)));
            await().atMost(Duration.ofSeconds(20)).until(() -> lab.stubs.waiting() == many);
            meanwhile.run();
            if (lab.stubs.waiting() != many) {
                throw new AssertionError("only " + lab.stubs.waiting() + " of " + many + " orders still waited in the end");
            }
            lab.stubs.hurry();
            answered(answers).sound("orders that waited");
        }
    }

    /** The sheets, with one that lets as many wait for Telegent as are going to. */
    private Path patience() {
        Path copy = Lab.WORKSPACE.resolve("mappings");
        try (Stream<Path> files = Files.walk(Path.of("mappings"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(Path.of("mappings").relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.writeString(target, file.endsWith("telegent/provider.yaml")
                        ? Files.readString(file).replaceFirst("(?m)^http: .*$", "http: {connect: 2s, pool: 1s, response: 60s, connections: " + 2 * lab.size.waiting() + "}")
                        : Files.readString(file));
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text() {
        Table table = new Table("Orders for the others, " + lab.size.calls() + " a second each: p50 / p99, milliseconds", List.of(BEFORE, during));
        for (String other : others()) {
            table.row(other, when -> Series.number("%.2f", millis(other, when, 50)) + " / " + Series.number("%.2f", millis(other, when, 99)));
        }
        others().forEach(other -> table.row(other + ", p99 against nobody waiting", when -> Series.number("%.2f", millis(other, when, 99) / millis(other, BEFORE, 99))));
        return table.text();
    }

    private List<String> others() {
        return results.contenders();
    }

    private double millis(String other, String when, double percentile) {
        return results.series(other, when, taken -> taken.latency(percentile) / 1000).median();
    }

    private List<Goal> goals() {
        List<Goal> goals = new ArrayList<>();
        others().forEach(other -> goals.add(Goal.atMost("p99 of orders for " + other + " while " + during + " / before",
                millis(other, during, 99) / millis(other, BEFORE, 99), 1.5, "")));
        return goals;
    }
}
