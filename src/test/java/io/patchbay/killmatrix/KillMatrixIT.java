package io.patchbay.killmatrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.DocumentPage;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * No provider failure, lost answer or crash loses or doubles a subscription. {@code -Dkillmatrix.size=full} makes it the long run, whose
 * report is the page in the documentation; {@code -Dkillmatrix.seed} plays the plan of an earlier run again.
 */
class KillMatrixIT {

    private static final Path WORKSPACE = Path.of("target/killmatrix");

    @Test
    void nothing_is_lost_doubled_left_open_or_answered_wrongly() {
        Size size = Size.named(System.getProperty("killmatrix.size", "short"));
        Plan plan = Planner.plan(Long.getLong("killmatrix.seed", Instant.now().toEpochMilli() % 1_000_000), size);
        System.out.printf("kill matrix: seed %d, %d orders planned; play it again with -Dkillmatrix.seed=%1$d%n", plan.seed(), plan.orders());
        Path workspace = WORKSPACE.resolve("run-" + plan.seed() + "-" + Instant.now().toEpochMilli());
        Outcome outcome = run(plan, workspace);
        Report report = new Report(outcome);
        System.out.println(report.summary());
        report.write(workspace);
        if (size.name().equals("full") && outcome.verdict().isClean()) {
            DocumentPage.CORRECTNESS.write("kill matrix", report.page());
        }
        assertThat(outcome.verdict().findings()).as(report.summary() + report.failures()).isEmpty();
        if (size.name().equals("full")) {
            assertThat(outcome.orders()).isGreaterThanOrEqualTo(10_000);
            assertThat(outcome.kills()).isGreaterThanOrEqualTo(200);
            assertThat(outcome.cellsMissed()).isEmpty();
        }
    }

    private static Outcome run(Plan plan, Path workspace) {
        try (Site site = new Site(workspace)) {
            site.start();
            return new KillMatrix(plan, site).run();
        }
    }
}
