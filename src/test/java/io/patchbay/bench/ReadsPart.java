package io.patchbay.bench;

import static org.awaitility.Awaitility.await;

import io.patchbay.testing.Gateway;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** What is answered without a provider: reads, replays of an idempotency key, refusals by an open breaker; beside creates of the same rounds. */
final class ReadsPart {

    private static final String CREATE = "create";
    private static final String GET = "get";
    private static final String REPLAY = "replay";
    private static final String REFUSED = "refused by an open breaker";
    private static final String REFUSED_AT_RATE = "refused, 500 a second";
    private static final int RATE = 500;
    private static final int KNOWN = 200;
    private static final String BREAKER = "/admin/v1/breakers/initech-tellisim/";
    private static final String ORDER = """
            {"productOfferingId":"mobile-10gb","customerId":"read","subscriber":{"name":"Ada Byron","email":"ada@example.com"},\
            "activation":{"sim":{"iccid":"8977%016d","esim":true}}}""";

    private final Lab lab;
    private final Contenders contenders;
    private final Results<Measured> results = new Results<>();
    private final Map<Contender, Map<String, Load>> loads = new LinkedHashMap<>();

    ReadsPart(Lab lab, Contenders contenders) {
        this.lab = lab;
        this.contenders = contenders;
        prepare(contenders.patchbay());
        contenders.named(Contenders.PEER).ifPresent(this::prepare);
    }

    private void prepare(Contender contender) {
        List<String> paths = IntStream.range(0, lab.size.isSmoke() ? 20 : KNOWN).mapToObj(number -> "/v1/subscriptions/"
                + Gateway.raw(contender.port(), Gateway.INITECH, "POST", "/v1/subscriptions", ORDER.formatted(number)).text("/subscriptionId")).toList();
        Supplier<ByteBuffer> reads = Creates.reads(Gateway.INITECH, paths);
        loads.put(contender, Map.of(CREATE, contender.creating(), GET, contender.load(reads, 200),
                REPLAY, contender.load(contender.creates().again(KNOWN), 201)));
    }

    Part run() {
        WarmUp warmUp = new WarmUp(lab.size);
        List.of(GET, REPLAY).forEach(what -> loads.forEach((contender, of) -> warmUp.of(contender.name() + ", " + what, of.get(what))));
        refusing(refused -> warmUp.of(REFUSED, refused));
        for (int round = 0; round < lab.size.rounds(); round++) {
            List.of(CREATE, GET, REPLAY).forEach(this::measure);
            refusing(this::measureRefusals);
        }
        return new Part("reads", text(), goals());
    }

    private void measure(String what) {
        loads.forEach((contender, of) -> results.add(contender.name(), what,
                contender.measured(of.get(what), load -> load.closed(lab.size.callers(), lab.size.time()), lab.server.handle())));
    }

    private void measureRefusals(Load refused) {
        Contender patchbay = contenders.patchbay();
        results.add(patchbay.name(), REFUSED, patchbay.measured(refused, load -> load.closed(lab.size.callers(), lab.size.time()), lab.server.handle()));
        results.add(patchbay.name(), REFUSED_AT_RATE, patchbay.measured(refused, load -> load.open(RATE, lab.size.time()), lab.server.handle()));
    }

    /** New orders while the provider's breaker is held open by hand. */
    private void refusing(Consumer<Load> meanwhile) {
        int port = contenders.gateway.port;
        rule(port, "force-open", "{\"reason\":\"refusals are measured\",\"for\":\"PT1H\"}");
        await().atMost(Duration.ofSeconds(10)).until(() ->
                Gateway.raw(port, Gateway.INITECH, "POST", "/v1/subscriptions", ORDER.formatted(System.nanoTime())).status() == 503);
        meanwhile.accept(contenders.patchbay().load(contenders.patchbay().creates(), 503));
        rule(port, "reset", "{\"reason\":\"refusals were measured\"}");
        await().atMost(Duration.ofSeconds(10)).until(() ->
                Gateway.raw(port, Gateway.INITECH, "POST", "/v1/subscriptions", ORDER.formatted(System.nanoTime())).status() == 201);
    }

    private static void rule(int port, String what, String body) {
        Gateway.Answer answer = Gateway.raw(port, Gateway.ADMIN, "POST", BREAKER + what, body);
        if (answer.status() != 200) {
            throw new IllegalStateException("the gateway answered " + answer);
        }
    }

    private String text() {
        Table table = new Table("Requests a second, " + lab.size.callers() + " connections", List.of(CREATE, GET, REPLAY, REFUSED));
        for (String contender : results.contenders()) {
            table.row(contender, what -> results.series(contender, what, measured -> measured.taken().perSecond()).text("%,.0f"));
            table.row("— p50 / p99, milliseconds", what -> millis(contender, what, 50) + " / " + millis(contender, what, 99));
            table.row("— CPU for each, microseconds", what -> results.series(contender, what, Measured::cpuPerRequest).text("%.0f"));
        }
        table.row("Patchbay / its create", what -> Series.number("%.2f", ratio(what)));
        return table.text() + "Refused by an open breaker at " + RATE + " requests a second: p50 " + millis(Contenders.PATCHBAY, REFUSED_AT_RATE, 50)
                + " ms, p99 " + millis(Contenders.PATCHBAY, REFUSED_AT_RATE, 99) + " ms.\n";
    }

    private String millis(String contender, String what, double percentile) {
        return results.series(contender, what, measured -> measured.taken().latency(percentile) / 1000).text("%.2f");
    }

    private double ratio(String what) {
        return perSecond(what) / perSecond(CREATE);
    }

    private double perSecond(String what) {
        return results.series(Contenders.PATCHBAY, what, measured -> measured.taken().perSecond()).median();
    }

    private List<Goal> goals() {
        List<Goal> goals = new ArrayList<>();
        goals.add(Goal.atLeast("Get / durable create, " + lab.size.callers() + " connections", ratio(GET), 3, ""));
        goals.add(Goal.atLeast("Replay / durable create, " + lab.size.callers() + " connections", ratio(REPLAY), 3, ""));
        goals.add(Goal.atMost("Refusal by an open breaker at " + RATE + " a second, p99",
                results.series(Contenders.PATCHBAY, REFUSED_AT_RATE, measured -> measured.taken().latency(99) / 1000).median(), 2, " ms"));
        return goals;
    }
}
