package io.patchbay.bench;

/**
 * How late orders left that were all due at the same moment; milliseconds after it.
 *
 * @param p50     when half of them had left
 * @param p99     when all but one in a hundred had left
 * @param settled when the last was answered
 */
record Lag(int orders, long p50, long p99, long first, long last, long settled) {

    /** How many were claimed and sent in a second, from the first to the last. */
    long perSecond() {
        return Math.round(orders * 1000.0 / Math.max(1, last - first));
    }
}
