package io.patchbay.mapping;

import java.time.Duration;

/**
 * When a lost answer is asked about, per {@code settling} of provider.yaml.
 *
 * @param first     wait between the loss and the first look
 * @param growth    by what each further wait is longer, as long as nothing can be told
 * @param longest   longest wait between two looks
 * @param grace     how long after the loss the lost request may still take effect; before that, absence proves nothing
 * @param looks     how many times absence has to be seen after the grace
 * @param spacing   wait between two of those looks
 * @param attention how long after the loss a person is asked
 */
public record Settling(Duration first, double growth, Duration longest, Duration grace, int looks, Duration spacing, Duration attention) {

    /** How long to wait before the next look, after this many that could not tell. */
    public Duration wait(int looksSoFar) {
        double millis = first.toMillis() * Math.pow(growth, looksSoFar);
        return millis < longest.toMillis() ? Duration.ofMillis((long) millis) : longest;
    }
}
