package io.patchbay.killmatrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.DocumentPage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Routing and the providers' data change under full traffic, and no request notices. {@code -Drerouting.size=full} makes it the long run, whose
 * report goes into the documentation; {@code -Drerouting.seed} plays an earlier run again.
 */
class ReroutingIT {

    private static final Path WORKSPACE = Path.of("target/killmatrix");

    @Test
    void no_request_fails_and_none_is_decided_by_two_revisions_while_routing_and_provider_data_change() {
        boolean full = System.getProperty("rerouting.size", "short").equals("full");
        long seed = Long.getLong("rerouting.seed", Instant.now().toEpochMilli() % 1_000_000);
        try (Site site = Site.patient(WORKSPACE.resolve("rerouting-" + seed + "-" + Instant.now().toEpochMilli()), Map.of("PATCHBAY_UNITS_EVERY", "1000"))) {
            site.start();
            Rerouting.Outcome outcome = full ? new Rerouting(site, seed).run(8, 1000, 100) : new Rerouting(site, seed).run(4, 60, 6);
            ReroutingReport report = new ReroutingReport(outcome, seed);
            System.out.println(report.summary());
            assertThat(outcome.wrong()).as(report.summary() + "\n" + report.wrong()).isEmpty();
            assertThat(outcome.accepted()).isPositive();
            assertThat(outcome.refused()).isPositive();
            assertThat(outcome.arrivals().marked()).isPositive();
            if (full) {
                DocumentPage.CORRECTNESS.write("rerouting", report.section());
            }
        }
    }
}
