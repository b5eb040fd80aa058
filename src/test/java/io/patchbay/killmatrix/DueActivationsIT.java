package io.patchbay.killmatrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is due is carried out exactly once, by however many gateways, and also when one of them dies over it. */
class DueActivationsIT {

    private static final Path WORKSPACE = Path.of("target/killmatrix");
    private static final int ORDERS = 2000;

    @Test
    void activations_due_in_the_same_second_are_each_carried_out_once_though_a_gateway_dies_half_way() {
        try (Site site = Site.unwired(WORKSPACE.resolve("due-" + Instant.now().toEpochMilli()))) {
            site.start();
            Rush rush = new Rush(site, ORDERS);
            Verdict verdict = rush.run();
            System.out.println("due activations: " + rush.summary());
            assertThat(verdict.findings()).as(rush.summary()).isEmpty();
        }
    }
}
