package io.patchbay.bench;

/**
 * What is to be reached.
 *
 * @param found NaN if it was not measured
 */
record Goal(String what, double found, boolean atLeast, double wanted, String unit) {

    static Goal atLeast(String what, double found, double wanted, String unit) {
        return new Goal(what, found, true, wanted, unit);
    }

    static Goal atMost(String what, double found, double wanted, String unit) {
        return new Goal(what, found, false, wanted, unit);
    }

    String row() {
        return "| " + what + " | " + (atLeast ? "≥ " : "≤ ") + Series.number("%.4g", wanted).replaceAll("\\.?0+$", "") + unit + " | "
                + (Double.isNaN(found) ? "n/a" : Series.number("%.2f", found) + unit) + " | " + verdict() + " |\n";
    }

    private String verdict() {
        if (Double.isNaN(found)) {
            return "not measured";
        }
        return (atLeast ? found >= wanted : found <= wanted) ? "reached" : "**not reached**";
    }
}
