package io.patchbay.mapping;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The part of a provider's chapter that tells when a lost answer is asked about, and what the answers to that mean. */
record SettlingSection(ProviderSheet sheet) {

    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(times(sheet.settling()), "", times(sheet.retry()), "", times(sheet.polling())));
        List<String> rows = sheet.calls().values().stream().flatMap(call -> call.probe().stream().map(probe -> row(call, probe))).toList();
        if (!rows.isEmpty()) {
            lines.addAll(List.of("", "| Lost call | Probe | It was done | It was not done |", "|---|---|---|---|"));
            lines.addAll(rows);
        }
        return lines;
    }

    private static String times(Settling settling) {
        return "First look " + text(settling.first()) + " after the loss; while nothing can be told, each wait is " + factor(settling.growth())
                + " times as long as the one before, up to " + text(settling.longest()) + ". What is not there counts as not done when it was missed "
                + settling.looks() + " times, " + text(settling.spacing()) + " apart, later than " + text(settling.grace())
                + " after the loss. A person is asked after " + text(settling.attention()) + ".";
    }

    private static String times(Retry retry) {
        return "While the caller waits, a request that certainly did nothing is tried again " + retry.attempts() + " times, first after "
                + text(retry.first()) + ", with no wait longer than " + text(retry.longest()) + ".";
    }

    private static String times(Polling polling) {
        return "A subscription that is going to change by itself is asked about " + text(polling.first()) + " after it should have; each wait is "
                + factor(polling.growth()) + " times as long as the one before, up to " + text(polling.longest()) + ".";
    }

    private static String row(CallSheet call, Probe probe) {
        String how = probe.mechanism() + (probe.call() == null ? "" : " by `" + probe.call() + "`");
        return ProvidersPage.row("`" + call.name() + "`", how, done(probe), absent(probe));
    }

    private static String done(Probe probe) {
        if (probe.repeats()) {
            return "as the answer to the repeat says";
        }
        return probe.lists() ? "where one of the list is no other subscription of ours and " + code(probe.match())
                : "where " + code(probe.done());
    }

    private static String absent(Probe probe) {
        if (probe.repeats()) {
            return "as the answer to the repeat says";
        }
        return probe.lists() ? "where none is" : "where " + code(probe.absent());
    }

    /** On one line and without its imports, which say nothing to a reader. */
    private static String code(String jslt) {
        return "`" + jslt.replaceAll("import \"[^\"]*\" as \\w+", "").replaceAll("\\s+", " ").strip() + "`";
    }

    private static String factor(double growth) {
        return growth == Math.rint(growth) ? Long.toString((long) growth) : Double.toString(growth);
    }

    /** In the largest unit that divides it, as a sheet would write it. */
    static String text(Duration time) {
        long millis = time.toMillis();
        if (millis % 1000 != 0) {
            return millis + " ms";
        }
        long seconds = millis / 1000;
        if (seconds > 0 && seconds % 86_400 == 0) {
            return seconds / 86_400 + " d";
        }
        if (seconds > 0 && seconds % 3600 == 0) {
            return seconds / 3600 + " h";
        }
        return seconds > 0 && seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }
}
