package io.patchbay.bench;

import java.time.Duration;
import java.util.List;

/** Durable creates that arrive at a fixed rate: latency from the moment each was due, and what of it is the gateway's own. */
final class LatencyPart {

    private static final List<Double> PERCENTILES = List.of(50.0, 90.0, 99.0, 99.9);
    private static final int JUDGED = 500;

    private final Lab lab;
    private final Contenders contenders;
    private final Results<Measured> results = new Results<>();

    LatencyPart(Lab lab, Contenders contenders) {
        this.lab = lab;
        this.contenders = contenders;
    }

    Part run() {
        Duration time = lab.size.time().multipliedBy(3).dividedBy(2);
        for (int round = 0; round < lab.size.rounds(); round++) {
            lab.server.checkpoint();
            for (int rate : lab.size.rates()) {
                for (Contender contender : contenders.all) {
                    results.add(contender.name(), rate + " a second", contender.pressed(contender.creating(), load -> load.open(rate, time), lab.server.handle()));
                }
            }
        }
        return new Part("latency", latencies() + own(), goals());
    }

    private String latencies() {
        Table table = new Table("Latency of an order p50 / p90 / p99 / p99.9, milliseconds", results.loads());
        for (String contender : results.contenders()) {
            table.row(contender, load -> percentiles(contender, load));
            table.row("— p99, all rounds", load -> results.series(contender, load, measured -> measured.taken().latency(99) / 1000).text("%.2f"));
            table.row("— CPU for each, microseconds", load -> results.series(contender, load, Measured::cpuPerRequest).text("%.0f"));
            table.row("— not carried out, per cent", load -> results.series(contender, load, measured -> measured.taken().failedPercent()).text("%.1f"));
        }
        return table.text();
    }

    private String percentiles(String contender, String load) {
        return String.join(" / ", PERCENTILES.stream()
                .map(part -> Series.number("%.2f", results.series(contender, load, measured -> measured.taken().latency(part) / 1000).median())).toList());
    }

    private String own() {
        Table table = new Table("Own overhead of Patchbay, milliseconds", results.loads());
        for (double part : PERCENTILES) {
            table.row("p" + Series.number("%.1f", part).replace(".0", ""), load -> overhead(load, part).text("%.2f"));
        }
        return table.text();
    }

    private Series overhead(String load, double percentile) {
        return Series.of(results.of(Contenders.PATCHBAY, load).stream().map(Measured::taken).filter(taken -> taken.overhead().getTotalCount() > 0)
                .map(taken -> taken.overhead().getValueAtPercentile(percentile) / 1000.0).toList());
    }

    private List<Goal> goals() {
        return List.of(Goal.atMost("Own overhead at " + JUDGED + " a second, p50", own(50), 2, " ms"),
                Goal.atMost("Own overhead at " + JUDGED + " a second, p99", own(99), 10, " ms"));
    }

    private double own(double percentile) {
        Series series = overhead(JUDGED + " a second", percentile);
        return series.isEmpty() ? Double.NaN : series.median();
    }
}
