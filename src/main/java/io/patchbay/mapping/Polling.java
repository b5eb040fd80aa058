package io.patchbay.mapping;

import java.time.Duration;

/**
 * How often a provider is asked about a subscription that is going to change by itself, per {@code polling} of provider.yaml.
 *
 * @param first   wait between the moment the change was announced for, or else the order, and the first look
 * @param growth  by what each further wait is longer, as long as nothing has changed
 * @param longest longest wait between two looks
 */
public record Polling(Duration first, double growth, Duration longest) {

    /** How long to wait after this many looks that found nothing new. */
    public Duration wait(int looksSoFar) {
        double millis = first.toMillis() * Math.pow(growth, looksSoFar);
        return millis < longest.toMillis() ? Duration.ofMillis((long) millis) : longest;
    }
}
