package io.patchbay.bench;

import io.patchbay.bench.Callers.Seen;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.function.Function;

/**
 * The section of the page.
 *
 * @param due   how many fall due at the same second
 * @param calls orders of callers in a second, where there are any
 * @param both  the many once more, with a second gateway
 */
record SchedulerReport(String database, int due, int calls, Measured many, Measured few, Lag both) {

    /**
     * What was measured with so many stored.
     *
     * @param alone     the burst, with nothing else going on
     * @param busy      the burst while callers order
     * @param quiet     callers while nothing is due
     * @param meanwhile callers during the burst
     */
    record Measured(int pending, Polls.Cost cost, Lag alone, Lag busy, Seen quiet, Seen meanwhile) {
    }

    String section() {
        return text("| | A: %,d pending | B: %,d pending | A / B |\n|---|---|---|---|\n", many.pending(), few.pending())
                + micros("Idle poll: is anything due? p50", measured -> measured.cost().look().p50())
                + micros("— p99", measured -> measured.cost().look().p99())
                + micros("Claim that finds nothing, p50", measured -> measured.cost().take().p50())
                + micros("— p99", measured -> measured.cost().take().p99())
                + row("Claims a second, one connection, the statement alone", "", measured -> measured.cost().claimsPerSecond())
                + lag(text("%,d due at the same second", due), Measured::alone)
                + lag(text("The same, and %d creates a second by callers", calls), Measured::busy)
                + callers("Creates by callers while nothing is due", Measured::quiet)
                + callers("Creates by callers during the burst", Measured::meanwhile)
                + two()
                + "\n" + circumstances();
    }

    private String lag(String what, Function<Measured, Lag> lag) {
        return millis(what + ": lag p50", measured -> lag.apply(measured).p50())
                + millis("— lag p99", measured -> lag.apply(measured).p99())
                + millis("— lag of the last", measured -> lag.apply(measured).last())
                + millis("— last one answered", measured -> lag.apply(measured).settled())
                + row("— claimed and sent a second", "", measured -> lag.apply(measured).perSecond());
    }

    private String callers(String what, Function<Measured, Seen> seen) {
        return micros(what + ": p50", measured -> seen.apply(measured).timing().p50())
                + micros("— p99", measured -> seen.apply(measured).timing().p99());
    }

    private String two() {
        return text("| A second gateway as well: lag p50 / p99 / last; claimed and sent a second | %,d / %,d / %,d ms; %,d | | |\n",
                both.p50(), both.p99(), both.last(), both.perSecond());
    }

    private String millis(String what, Function<Measured, Long> value) {
        return row(what, " ms", value);
    }

    private String micros(String what, Function<Measured, Long> value) {
        return text("| %s | %s | %s | %s |\n", what, micros(value.apply(many)), micros(value.apply(few)), ratio(value));
    }

    private static String micros(long micros) {
        return micros < 10_000 ? text("%.2f ms", micros / 1000.0) : text("%,d ms", micros / 1000);
    }

    private String row(String what, String unit, Function<Measured, Long> value) {
        return text("| %s | %,d%s | %,d%s | %s |\n", what, value.apply(many), unit, value.apply(few), unit, ratio(value));
    }

    private String ratio(Function<Measured, Long> value) {
        return text("%.2f", value.apply(many) / (double) Math.max(1, value.apply(few)));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private String circumstances() {
        return "Measured on " + LocalDate.now(ZoneOffset.UTC) + " on a machine with " + Runtime.getRuntime().availableProcessors() + " cores and "
                + gigabytes() + " GB of memory, which the gateway, its database and the provider share: "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", Java " + Runtime.version().feature() + ", " + database + ".\n";
    }

    private static long gigabytes() {
        return Math.round(((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize() / 1e9);
    }
}
