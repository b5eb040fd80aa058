package io.patchbay.mapping;

import java.time.Duration;

/**
 * One way to find out what became of a call whose answer was lost. Conditions are JSLT over the context the operation began with, with
 * {@code .steps} and {@code .reserved} as they were before the lost call.
 *
 * @param mechanism {@code resend-identical}, {@code look-up}, {@code match-by-tuple} or {@code reserved-item}
 * @param call      the call that asks; null for resend-identical
 * @param within    how long after the first sending a repeat is recognised; null unless resend-identical
 * @param done      the lost call did its work, by {@code .found}: what the asking call gives, null = the provider knows no such thing;
 *                  null unless look-up or reserved-item
 * @param absent    it did not, same view; where neither holds the probe cannot tell
 * @param match     {@code .candidate}, an item of the list, may be what the lost call made; null unless match-by-tuple
 * @param result    JSLT, same view: stands in for the output of the lost call; null = {@code .found} or {@code .candidate} as it is
 * @param why       one sentence: how this settles it
 */
public record Probe(String mechanism, String call, Duration within, String done, String absent, String match, String result, String why) {
    private static final String RESEND = "resend-identical";
    private static final String MATCH = "match-by-tuple";

    /** Whether the request itself is sent again, so that asking may act. */
    public boolean repeats() {
        return mechanism.equals(RESEND);
    }

    boolean lists() {
        return mechanism.equals(MATCH);
    }

    /** A repeat that comes too late may be taken for a new order. */
    boolean usable(Duration age) {
        return within == null || age.compareTo(within) <= 0;
    }

    /** The outcome rule that stands for what this probe found. */
    String rule() {
        return BuiltInRules.PROBE + mechanism;
    }
}
