package io.patchbay.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Durable creates in a closed loop, against all others. */
final class CreatePart {

    private final Lab lab;
    private final Contenders contenders;
    private final Results<Measured> results = new Results<>();

    CreatePart(Lab lab, Contenders contenders) {
        this.lab = lab;
        this.contenders = contenders;
    }

    Part run() {
        for (int round = 0; round < lab.size.rounds(); round++) {
            lab.server.checkpoint();
            lab.size.connections().forEach(this::round);
        }
        return new Part("create", throughput() + latencies() + costs() + Memory.of(contenders.gateway).text(), goals());
    }

    private void round(int connections) {
        String load = String.valueOf(connections);
        for (Contender contender : contenders.all) {
            results.add(contender.name(), load,
                    contender.measured(contender.creating(), creating -> creating.closed(connections, lab.size.time()), lab.server.handle()));
        }
        contenders.pgbench.ifPresent(pgbench -> results.add(Contenders.PGBENCH, load,
                new Measured(pgbench.closed(connections, lab.size.time()).sound(Contenders.PGBENCH), Duration.ZERO, Duration.ZERO)));
    }

    private String throughput() {
        Table table = new Table("Orders a second at so many connections", results.loads());
        for (String contender : results.contenders()) {
            table.row(contender, load -> results.series(contender, load, measured -> measured.taken().perSecond()).text("%,.0f"));
        }
        for (String other : results.contenders()) {
            if (!other.equals(Contenders.PATCHBAY)) {
                table.row("Patchbay / " + other, load -> Series.number("%.2f", ratio(other, load)));
            }
        }
        return table.text();
    }

    private String latencies() {
        Table table = new Table("Latency p50 / p99, milliseconds", results.loads());
        for (Contender contender : contenders.all) {
            table.row(contender.name(), load -> millis(contender.name(), load, 50) + " / " + millis(contender.name(), load, 99));
        }
        return table.text();
    }

    private String millis(String contender, String load, double percentile) {
        return Series.number("%.2f", results.series(contender, load, measured -> measured.taken().latency(percentile) / 1000).median());
    }

    private String costs() {
        Table table = new Table("CPU for each order, microseconds: itself + PostgreSQL + caller", results.loads());
        for (Contender contender : contenders.all) {
            table.row(contender.name(), load -> cost(contender, load, Measured::cpuPerRequest) + " + " + cost(contender, load, Measured::databasePerRequest)
                    + " + " + cost(contender, load, Measured::generatorPerRequest));
        }
        return table.text();
    }

    private String cost(Contender contender, String load, ToDoubleFunction<Measured> value) {
        return Series.number("%.0f", results.series(contender.name(), load, value).median());
    }

    /** Of the medians. */
    private double ratio(String other, String load) {
        return perSecond(Contenders.PATCHBAY, load) / perSecond(other, load);
    }

    private double perSecond(String contender, String load) {
        Series series = results.series(contender, load, measured -> measured.taken().perSecond());
        return series.isEmpty() ? Double.NaN : series.median();
    }

    private List<Goal> goals() {
        List<Goal> goals = new ArrayList<>();
        for (String load : List.of("32", "128")) {
            goals.add(Goal.atLeast("Durable create, " + load + " connections: Patchbay / hand-written peer", ratio(Contenders.PEER, load), 1.25, ""));
            goals.add(Goal.atLeast("Durable create, " + load + " connections: Patchbay / pgbench", ratio(Contenders.PGBENCH, load), 0.5, ""));
        }
        goals.add(Goal.atMost("Resident memory after full load with -Xmx384m", Memory.of(contenders.gateway).peak(), 600, " MB"));
        return goals;
    }
}
