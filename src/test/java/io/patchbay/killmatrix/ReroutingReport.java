package io.patchbay.killmatrix;

import java.util.List;

/** Tells an outcome: on the console, and as its part of the page that goes with the documentation. */
record ReroutingReport(Rerouting.Outcome outcome, long seed) {

    private static final int MOST = 30;

    String summary() {
        return "rerouting, seed %d: %d revisions and %d changes refused %s, %d edits of provider data (%d held off), %d provider requests of %d editions, requests %s, wrong %d, %d s; live on both after p50 %d ms, p99 %d ms, at most %d ms"
                .formatted(seed, outcome.accepted(), outcome.refused(), outcome.edits(), outcome.units().taken() + outcome.units().refused(), outcome.units().refused(),
                        outcome.arrivals().marked(), outcome.arrivals().editions(), outcome.requests(), outcome.wrong().size(), outcome.took().toSeconds(), delay(50), delay(99), delay(100));
    }

    String wrong() {
        List<String> wrong = outcome.wrong();
        return String.join("\n", wrong.subList(0, Math.min(MOST, wrong.size())));
    }

    String section() {
        return """
                ## A change of routing breaks no request

                What this part claims: while operators change routing and the providers' data one time after another, no request fails and none is
                decided by a mixture of two revisions. Two gateways, callers at both of them without a pause, three providers; the document of
                each revision alone, worked out without the gateway, says where an order has to go and under which name.

                | | |
                |---|---|
                | Revisions that came into force | %d |
                | — of them tried out on half of the requests first | %d |
                | Revisions tried out and taken back | %d |
                | Changes refused, each with every problem and its pointer, nothing changed | %d |
                | Edits of provider data that came into force on both | %d |
                | Edits of provider data held off, the last good one answering | %d |
                | Requests that reached a provider with the marks of an edit, of %d edits | %d |
                | Requests | %d |
                | Answers held against their revision | %d |
                | **Failed requests, contradicted answers, provider requests of two edits, changes that went otherwise** | **%d** |
                | From the answer to a change until both gateways decide by it | p50 %d ms, p99 %d ms, at most %d ms |
                | Command | `mvn -B verify -Prerouting -Drerouting.seed=%d` |
                | Duration | %d min %d s |
                | Machine | %s |

                The changes: a tenant moved to another provider, some of its customers sent elsewhere by a rule with a condition, offerings renamed,
                accounts edited, rules put in another order, everything at once, and the way back to an earlier revision. Those to be refused:
                unknown names, weights of zero, conditions that do not compile, addresses that are none, rules never reached, several at once,
                and changes of what was not seen. Each edit of a provider's data writes the same mark into its sheet and into several of its mappings,
                all of which hand it to the provider, and the marks of each request that arrives have to agree. Subscriptions made before a move are read and cancelled after it, at the account that took them.
                """.formatted(outcome.accepted(), outcome.edits().of(Edits.TRIED), outcome.edits().of(Edits.TAKEN_BACK), outcome.refused(), outcome.units().taken(), outcome.units().refused(),
                outcome.arrivals().editions(), outcome.arrivals().marked(), outcome.requests().total(),
                outcome.decisions(), outcome.wrong().size(), delay(50), delay(99), delay(100), seed, outcome.took().toMinutes(),
                outcome.took().toSecondsPart(), Report.machine());
    }

    private long delay(int percentile) {
        List<Long> sorted = outcome.delays().stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get(Math.min(sorted.size() - 1, sorted.size() * percentile / 100));
    }
}
