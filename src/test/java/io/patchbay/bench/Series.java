package io.patchbay.bench;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The same thing measured in every round. */
record Series(List<Double> sorted) {

    static Series of(Collection<Double> values) {
        return new Series(values.stream().sorted().toList());
    }

    double median() {
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    boolean isEmpty() {
        return sorted.isEmpty();
    }

    /** Median, least and most. */
    String text(String format) {
        if (sorted.isEmpty()) {
            return "n/a";
        }
        String median = number(format, median());
        return sorted.size() == 1 ? median : median + " (" + number(format, sorted.getFirst()) + "..." + number(format, sorted.getLast()) + ")";
    }

    static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
