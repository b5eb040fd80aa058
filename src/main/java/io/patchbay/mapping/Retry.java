package io.patchbay.mapping;

import java.time.Duration;

/**
 * How a request that certainly was not carried out is tried again while the caller waits, per {@code retry} of provider.yaml.
 *
 * @param attempts how often at most, the first sending not counted; 0 = never
 * @param first    wait before the first of them; each further one doubles
 * @param longest  longest single wait, and the longest {@code Retry-After} that is honoured within a call
 */
public record Retry(int attempts, Duration first, Duration longest) {

    /** How long to wait before trying again, after this many repeats. */
    public Duration wait(int repeatsSoFar) {
        double millis = first.toMillis() * Math.pow(2, repeatsSoFar);
        return millis < longest.toMillis() ? Duration.ofMillis((long) millis) : longest;
    }
}
