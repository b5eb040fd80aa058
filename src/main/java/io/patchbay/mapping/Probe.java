package io.patchbay.mapping;

import java.time.Duration;

/**
 * One way to find out what became of a call whose answer was lost.
 *
 * @param mechanism {@code resend-identical}, {@code look-up}, {@code match-by-tuple} or {@code reserved-item}
 * @param call      the call that asks; null for resend-identical
 * @param within    how long after the first sending a repeat is recognised; null unless resend-identical
 * @param why       one sentence: how this settles it
 */
public record Probe(String mechanism, String call, Duration within, String why) {
}
