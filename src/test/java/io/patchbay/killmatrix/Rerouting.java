package io.patchbay.killmatrix;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** One run: callers at both gateways without a pause, and meanwhile one change of routing and of the providers' data after another. */
final class Rerouting {

    private static final Duration FOLLOWING = Duration.ofSeconds(30);
    private static final Duration LOOKING = Duration.ofSeconds(1);

    private final Site site;
    private final Random dice;
    private final Operator operator;
    private final Traffic traffic;
    private final Tally<String> edits = new Tally<>();
    private final List<Long> landed = new ArrayList<>();
    private final List<Long> delays = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private volatile boolean over;

    /**
     * How it went.
     *
     * @param wrong  what no run may bring: requests that failed, answers that contradict their revision, provider requests of two editions, changes that went otherwise
     * @param delays milliseconds from the answer to a change until both gateways decided by it
     */
    record Outcome(int accepted, int refused, Tally<String> edits, UnitEdits.Outcome units, Arrivals.Outcome arrivals, Tally<String> requests, int decisions, List<String> wrong, List<Long> delays,
                   Duration took) {
    }

    Rerouting(Site site, long seed) {
        this.site = site;
        this.dice = new Random(seed);
        this.operator = new Operator(site.nodes);
        this.traffic = new Traffic(site);
    }

    Outcome run(int callers, int revisions, int units) {
        Instant began = Instant.now();
        site.simulators.setting(Provider.TELLISIM, "stockPerLabel", 10_000);
        traffic.begin(callers);
        Arrivals arrivals = new Arrivals(site.simulators, began);
        CompletableFuture<Void> looking = CompletableFuture.runAsync(() -> watch(arrivals), site.executor);
        CompletableFuture<UnitEdits.Outcome> unitEdits = CompletableFuture.supplyAsync(() -> new UnitEdits(site, new Random(dice.nextLong())).run(units),
                site.executor);
        reroute(revisions);
        UnitEdits.Outcome held = unitEdits.join();
        traffic.end();
        over = true;
        looking.join();
        List<String> wrong = new ArrayList<>(faults);
        wrong.addAll(held.faults());
        wrong.addAll(traffic.failures());
        wrong.addAll(contradictions());
        wrong.addAll(arrivals.outcome().mixed());
        return new Outcome(landed.size(), (int) (edits.total() - edits.of(Edits.TAKEN_BACK)) - landed.size(), edits, held, arrivals.outcome(), traffic.answered(), traffic.created().size() + traffic.shown().size(),
                wrong, delays, Duration.between(began, Instant.now()));
    }

    private void watch(Arrivals arrivals) {
        while (!over) {
            Pause.of(LOOKING);
            arrivals.look();
        }
        arrivals.look();
    }

    private void reroute(int revisions) {
        Edits all = new Edits(operator, dice);
        for (int number = 1; number <= revisions; number++) {
            Edit edit = all.next(number, landed.isEmpty() ? null : landed.get(dice.nextInt(landed.size())));
            edits.add(edit.kind());
            if (edit.fault() != null) {
                faults.add(edit.fault());
            }
            if (edit.isAccepted()) {
                landed.add(edit.revision());
                followed(edit.revision());
            }
        }
    }

    private void followed(long revision) {
        Instant told = Instant.now();
        if (!Pause.until(FOLLOWING, () -> site.nodes.stream().allMatch(node -> decidesBy(node) >= revision))) {
            faults.add("revision " + revision + " is not in force on both gateways");
        }
        delays.add(Duration.between(told, Instant.now()).toMillis());
    }

    private static long decidesBy(Node node) {
        return Http.send("GET", node.address() + "/v1/product-offerings/" + Traffic.OFFERING, null, Map.of("X-Api-Key", Provider.CONNECT.key)).reply()
                .map(Traffic::revision).orElse(-1L);
    }

    /** Each answer names the revision it was decided on, and everything in it has to follow from that one alone. */
    private List<String> contradictions() {
        Rulebook rulebook = new Rulebook(revision -> document(revision));
        List<String> found = new ArrayList<>();
        for (Traffic.Created made : traffic.created()) {
            String account = rulebook.account(made.revision(), made.tenant(), made.order());
            String offering = rulebook.offering(made.revision(), Traffic.OFFERING);
            if (!account.equals(made.account()) || !offering.equals(made.offering())) {
                found.add("%s should be at %s as %s by its revision".formatted(made, account, offering));
            }
        }
        traffic.shown().stream().filter(shown -> !rulebook.offering(shown.revision(), Traffic.OFFERING).equals(shown.offering()))
                .forEach(shown -> found.add(shown + " is not the name in its revision"));
        return found;
    }

    private JsonNode document(long revision) {
        return operator.get("/revisions/" + revision).json().path("document");
    }

    /** The demo's tenant whose key it is. */
    static String tenant(Provider provider) {
        return switch (provider) {
            case CONNECT -> "acme";
            case TELEGENT -> "globex";
            case TELLISIM -> "initech";
        };
    }
}
