package io.patchbay.bench;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * What callers saw.
 *
 * @param answered  all answers, also those that came after the time was over
 * @param inTime    answers within the time
 * @param failed    answers with another status than the expected, and connections that broke
 * @param failure   the first of these
 * @param latency   microseconds, from the moment the request was meant to be sent
 * @param overhead  microseconds that the gateway says it took itself; empty where it says nothing
 * @param generator CPU time of the thread that sent and read
 */
record Taken(long answered, long inTime, Duration time, long failed, String failure, Histogram latency, Histogram overhead, Duration generator) {

    double perSecond() {
        return inTime * 1e9 / time.toNanos();
    }

    /** @return microseconds */
    double latency(double percentile) {
        return latency.getValueAtPercentile(percentile);
    }

    double failedPercent() {
        return failed * 100.0 / Math.max(1, answered + failed);
    }

    /** @return itself. @throws AssertionError if anything was not answered as expected, or nothing was answered */
    Taken sound(String what) {
        if (failed > 0 || answered == 0) {
            throw new AssertionError("%s: %d of %d failed, the first with: %s".formatted(what, failed, answered + failed, failure));
        }
        return this;
    }
}
