package io.patchbay.killmatrix;

import io.patchbay.killmatrix.Hit.Blow;
import io.patchbay.killmatrix.Verdict.Failure;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells an outcome: on the console, and as the page that goes with the documentation. */
final class Report {

    private static final int MOST = 40;

    private final Outcome outcome;

    Report(Outcome outcome) {
        this.outcome = outcome;
    }

    String summary() {
        return """
                kill matrix, %s, seed %d: %d orders in %d stories, %d faults, %d kills, %d s
                  lost %d, duplicated %d, unsettled %d, wrongly answered %d
                  ends %s; refused although nothing was wrong with them: %d
                  struck %s
                  missed %s
                  cells not hit: %d of %d %s
                """.formatted(outcome.plan().size().name(), outcome.plan().seed(), outcome.orders(), outcome.plan().stories().size(),
                outcome.cells().total(), outcome.kills(), outcome.took().toSeconds(), count(Failure.LOST), count(Failure.DUPLICATED),
                count(Failure.UNSETTLED), count(Failure.WRONGLY_ANSWERED), outcome.ends(), outcome.refusedForNothing().size(),
                outcome.struck(), outcome.missed(), outcome.cellsMissed().size(), Cell.all().size(),
                outcome.cellsMissed().size() > MOST ? "" : outcome.cellsMissed());
    }

    private long count(Failure failure) {
        return outcome.verdict().count(failure);
    }

    /** Every failure with what speaks for it. */
    String failures(int most) {
        String listed = outcome.verdict().findings().stream().limit(most).map(Object::toString).collect(Collectors.joining("\n"));
        int more = outcome.verdict().findings().size() - most;
        return more > 0 ? listed + "\n… and " + more + " more" : listed;
    }

    String failures() {
        return failures(MOST);
    }

    void write(Path workspace) {
        write(workspace.resolve("summary.txt"), summary());
        write(workspace.resolve("failures.txt"), failures(Integer.MAX_VALUE));
        write(workspace.resolve("told.txt"), outcome.told().stream().map(Told::account).collect(Collectors.joining("\n")));
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its part of the page {@code docs/correctness.md}. */
    String page() {
        return """
                ## No failure loses or doubles a subscription

                What this part claims: no failure of a provider, no lost answer and no crash makes the gateway lose a subscription or order one
                twice. It is written by the full run of the kill matrix, which holds what the resellers were told and what the gateway says
                against what the providers hold in the end.

                | | |
                |---|---|
                | Orders | %d, in %d stories of one subscription each |
                | Calls to providers that were spoilt | %d |
                | Gateways killed (`kill -9`) | %d |
                | **Lost** | **%d** |
                | **Duplicated** | **%d** |
                | **Unsettled** | **%d** |
                | **Wrongly answered** | **%d** |
                | Refused although nothing was wrong with the order | %d |
                | Command | `mvn -B verify -Pkill-matrix -Dkillmatrix.seed=%d` |
                | Seed | %d |
                | Duration | %d min %d s |
                | Machine | %s |

                *Lost*: a reseller was told that it was done and the provider does not hold it so, or an order that had been accepted vanished.
                *Duplicated*: the provider holds something nobody asked for twice, or something no record points to. *Unsettled*: an order that
                came to no end although everything had been quiet for a while. *Wrongly answered*: refused and yet done, an answer that
                contradicts the provider, another answer under the same key, or a fault of the gateway's own.

                Two gateways share one PostgreSQL; between them and the simulated providers lies a proxy that can hold, drop, cut and delay
                each request and each answer.

                ### Faults

                How often each fault met each call. A `late-arrival` is a request that reaches the provider only after the gateway lost the
                connection; `delay` is longer than the gateway waits.

                %s
                ### Blows

                %s
                * `kill-after-journal`: the order is written down, the provider has not seen it; in half the cases it arrives there after all, when
                  its gateway is dead.
                * `kill-after-send`: the provider has carried it out, the gateway has not seen the answer.
                * `kill-before-outcome`: the gateway has the answer and waits for the database to take it.
                * `kill-during-probe`, `kill-during-settle`: the same two moments while a lost answer is being asked for.
                * `freeze-…`: the process stands still for longer than its lease and then goes on as if nothing had happened: while its request
                  is on its way (and then gets lost), while the answer is, and between two calls of one order.
                * `database-…`: PostgreSQL is shut down in that mode and started again. `refuse-connections`: a provider's port is closed.
                """.formatted(outcome.orders(), outcome.plan().stories().size(), outcome.cells().total(), outcome.kills(), count(Failure.LOST),
                count(Failure.DUPLICATED), count(Failure.UNSETTLED), count(Failure.WRONGLY_ANSWERED), outcome.refusedForNothing().size(),
                outcome.plan().seed(), outcome.plan().seed(), outcome.took().toMinutes(), outcome.took().toSecondsPart(),
                machine(), cells(), blows());
    }

    private String cells() {
        String head = Stream.of(Provider.values()).flatMap(provider -> columns().map(act -> provider.word() + " " + act.word()))
                .collect(Collectors.joining(" | ", "| | ", " |\n"));
        String line = "|---" + "|---:".repeat(Provider.values().length * Act.OF_THE_MATRIX.size()) + "|\n";
        return head + line + Arrays.stream(Effect.values()).map(this::row).collect(Collectors.joining());
    }

    private static Stream<Act> columns() {
        return Act.OF_THE_MATRIX.stream().sorted();
    }

    private String row(Effect effect) {
        return Stream.of(Provider.values()).flatMap(provider -> columns().map(act -> outcome.cells().of(new Cell(effect, provider, act))))
                .map(String::valueOf).collect(Collectors.joining(" | ", "| `" + effect.word + "` | ", " |\n"));
    }

    private String blows() {
        return "| Blow | Times |\n|---|---:|\n" + Arrays.stream(Blow.values())
                .map(blow -> "| `%s` | %d |%n".formatted(blow.word(), outcome.struck().of(blow))).collect(Collectors.joining());
    }

    static String machine() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return "%d cores, %d GB, %s %s, Java %s, PostgreSQL 18 with fsync off".formatted(system.getAvailableProcessors(),
                system.getTotalMemorySize() >> 30, system.getName(), system.getArch(), Runtime.version());
    }
}
