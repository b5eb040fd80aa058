package io.patchbay.bench;

import io.patchbay.testing.Gateway;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What it costs that much is stored already: a gateway and a database for each amount, measured in turn. */
final class StoredPart {

    /** Far fewer than orders: a list takes longer, and does less that is its own. */
    private static final int LISTS = 10;
    private static final List<String> PAGES = List.of("first page", "middle page", "last page");
    private static final String ORDER = """
            {"productOfferingId":"mobile-10gb","customerId":"model","subscriber":{"name":"Ada Byron","email":"ada@example.com"},\
            "activation":{"sim":{"iccid":"89669999999999999999","esim":true}}}""";

    private final Lab lab;
    private final Results<Measured> creates = new Results<>();
    private final Results<Measured> pages = new Results<>();

    /** @param lists reads of a page at each depth */
    private record Amount(String name, Contender gateway, List<Load> lists) {
    }

    StoredPart(Lab lab) {
        this.lab = lab;
    }

    Part run() {
        List<Amount> amounts = lab.size.stored().stream().map(this::amount).toList();
        WarmUp warmUp = new WarmUp(lab.size);
        amounts.forEach(amount -> warmUp.of("with " + amount.name() + " stored", amount.gateway().creating(), 2));
        amounts.forEach(amount -> amount.lists().forEach(list -> warmUp.of("a list of " + amount.name(), list, LISTS)));
        for (int round = 0; round < lab.size.rounds(); round++) {
            amounts.forEach(this::measure);
        }
        return new Part("stored", text(), goals());
    }

    private Amount amount(int count) {
        Node node = lab.gateway("stored_" + count, Map.of());
        try (Stored stored = new Stored(node.url)) {
            stored.add(node.order(Gateway.INITECH, ORDER), count);
            Contender gateway = new Contender(name(count), node.port, node.handle(), Creates.of(Gateway.INITECH));
            List<Load> lists = stored.cursors("initech", count).stream()
                    .map(cursor -> gateway.load(Creates.reads(Gateway.INITECH, List.of("/v1/subscriptions?limit=50" + cursor)), 200)).toList();
            return new Amount(name(count), gateway, lists);
        }
    }

    private static String name(int count) {
        return Series.number("%,.0f", count);
    }

    private void measure(Amount amount) {
        Contender gateway = amount.gateway();
        creates.add(amount.name(), "create", gateway.measured(gateway.creating(), load -> load.closed(lab.size.callers(), lab.size.time()), lab.server.handle()));
        for (int page = 0; page < PAGES.size(); page++) {
            pages.add(amount.name(), PAGES.get(page),
                    gateway.measured(amount.lists().get(page), load -> load.closed(1, lab.size.time().dividedBy(2)), lab.server.handle()));
        }
    }

    private String text() {
        Table table = new Table("Stored already", creates.contenders());
        table.row("Orders a second, " + lab.size.callers() + " connections", amount -> perSecond(amount).text("%,.0f"));
        table.row("— against the fewest", amount -> Series.number("%.2f", perSecond(amount).median() / perSecond(creates.contenders().getFirst()).median()));
        for (String page : PAGES) {
            table.row("List, " + page + " of 50: p50, ms", amount -> millis(amount, page, 50).text("%.2f"));
            table.row("— p99, ms", amount -> millis(amount, page, 99).text("%.2f"));
        }
        return table.text();
    }

    private Series perSecond(String amount) {
        return creates.series(amount, "create", measured -> measured.taken().perSecond());
    }

    private Series millis(String amount, String page, double percentile) {
        return pages.series(amount, page, measured -> measured.taken().latency(percentile) / 1000);
    }

    private List<Goal> goals() {
        String fewest = creates.contenders().getFirst();
        String most = creates.contenders().getLast();
        List<Goal> goals = new ArrayList<>();
        goals.add(Goal.atLeast("Durable create with " + most + " stored / with " + fewest, perSecond(most).median() / perSecond(fewest).median(), 0.9, ""));
        PAGES.forEach(page -> goals.add(Goal.atMost("List with " + most + " stored, " + page + ", p99", millis(most, page, 99).median(), 20, " ms")));
        return goals;
    }
}
