package io.patchbay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The gateway against what people would use instead. {@code -Dbench.size=full} makes it the long run, whose figures are on the page in the
 * documentation, {@code short} one of some minutes; {@code -Dbench.peers=true} has the others take part, for which {@code bench/run} prepares
 * everything; {@code -Dbench.parts=create,reads} leaves out the other parts.
 */
class BenchIT {

    private static final List<String> ALL = List.of("create", "reads", "latency", "stored", "bulkhead", "start");
    private static final List<String> PARTS = List.of(System.getProperty("bench.parts", String.join(",", ALL)).split(","));

    @Test
    @Timeout(value = 40, unit = TimeUnit.MINUTES)
    void every_part_yields_its_figures_and_nothing_fails() {
        Size size = Size.named(System.getProperty("bench.size", "smoke"));
        try (Lab lab = new Lab(size, Boolean.getBoolean("bench.peers"))) {
            List<Part> parts = new Bench(lab, PARTS).run();
            BenchReport report = new BenchReport(Machine.description(lab), parts);
            System.out.println(report.text());
            assertThat(parts).extracting(Part::name).containsExactlyInAnyOrderElementsOf(PARTS);
            if (size.isFull()) {
                report.write(PARTS.containsAll(ALL));
            }
        }
    }
}
