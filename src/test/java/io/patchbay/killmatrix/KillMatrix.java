package io.patchbay.killmatrix;

import io.patchbay.killmatrix.Hit.Blow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run: orders and blows by plan, then quiet, then the comparison. */
final class KillMatrix {

    private static final Logger log = LoggerFactory.getLogger(KillMatrix.class);
    private static final Duration LOOKING = Duration.ofSeconds(5);

    private final Plan plan;
    private final Site site;
    private final Progress progress;
    private final Tally<Blow> struck = new Tally<>();
    private final Tally<Blow> missed = new Tally<>();
    private final Deliveries deliveries;
    private final Instant began = Instant.now();

    KillMatrix(Plan plan, Site site) {
        this.plan = plan;
        this.site = site;
        this.progress = new Progress(plan);
        this.deliveries = new Deliveries(site.simulators);
    }

    Outcome run() {
        site.simulators.setting(Provider.TELLISIM, "stockPerLabel", Math.max(300, plan.stories().size() / 2));
        List<CompletableFuture<?>> lanes = new ArrayList<>();
        for (int number = 0; number < plan.lanes().size(); number++) {
            lanes.add(CompletableFuture.runAsync(lane(number), site.executor));
        }
        Reseller reseller = new Reseller(site.nodes, site.wire, site.spoiling, site.whereabouts, site.cells, plan.size().patience());
        List<Told> told = lived(reseller);
        CompletableFuture.allOf(lanes.toArray(CompletableFuture[]::new)).join();
        quiet();
        deliveries.look();
        Recorded recorded = Readings.gateway(site.nodes.getFirst(), site.postgres);
        Verdict verdict = Comparison.of(told, recorded, Readings.providers(site.simulators), deliveries.counted());
        recorded.operations().stream().filter(op -> !op.isSettled()).forEach(this::keepEvidence);
        return new Outcome(plan, told, recorded, verdict, site.cells, struck, missed, Duration.between(began, Instant.now()));
    }

    private Lane lane(int number) {
        World world = new World(site.postgres, site.wire);
        Predicate<Hit> striking = number == plan.lanes().size() - 1 ? world::strike
                : new Blows(site.nodes.get(number), site.wire, site.whereabouts, site.postgres, Duration.ofSeconds(TimeScale.LEASE))::strike;
        return new Lane(number, plan.lanes().get(number), striking, progress, struck, missed);
    }

    private List<Told> lived(Reseller reseller) {
        Semaphore workers = new Semaphore(plan.size().workers());
        List<CompletableFuture<?>> lives = new ArrayList<>();
        Instant looked = Instant.now();
        for (int index = 0; index < plan.stories().size(); index++) {
            progress.begins(index);
            workers.acquireUninterruptibly();
            Story story = plan.stories().get(index);
            lives.add(CompletableFuture.runAsync(() -> reseller.live(story), site.executor).whenComplete((done, failed) -> {
                workers.release();
                progress.ends();
            }));
            if (looked.plus(LOOKING).isBefore(Instant.now())) {
                looked = Instant.now();
                deliveries.look();
                log.info("Kill matrix: {}", progress);
            }
        }
        CompletableFuture.allOf(lives.toArray(CompletableFuture[]::new)).join();
        return reseller.told();
    }

    /** The database goes with the run, and what was tried for an operation with it. */
    private void keepEvidence(Recorded.Op op) {
        List<String> rows = new ArrayList<>(site.postgres.column("select to_jsonb(o) from operation o where operation_id = ?", op.id()));
        rows.addAll(site.postgres.column("select to_jsonb(a) from attempt a where operation_id = ? order by number", op.id()));
        Report.write(site.workspace.resolve("unsettled/" + op.id() + ".json"), String.join("\n", rows));
    }

    /** Nothing is ordered and nothing goes wrong any more; what is left has to come to its end by itself. */
    private void quiet() {
        site.nodes.forEach(Node::awaitReady);
        Pause.until(plan.size().quiet(), () -> site.postgres.one(
                "select 1 from operation where state in ('RECEIVED', 'QUEUED', 'SENDING', 'UNKNOWN') limit 1").isEmpty());
    }
}
