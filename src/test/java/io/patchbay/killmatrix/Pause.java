package io.patchbay.killmatrix;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting, always with an end. */
final class Pause {

    private static final Duration LOOK = Duration.ofMillis(15);

    private Pause() {
    }

    static void of(Duration time) {
        new CompletableFuture<Void>().completeOnTimeout(null, time.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    /** @return whether it came true in time */
    static boolean until(Duration most, BooleanSupplier condition) {
        Instant end = Instant.now().plus(most);
        boolean met = condition.getAsBoolean();
        while (!met && Instant.now().isBefore(end)) {
            of(LOOK);
            met = condition.getAsBoolean();
        }
        return met;
    }

    /** @return null if it did not come in time */
    static <T> T forIt(CompletableFuture<T> awaited, Duration most) {
        return awaited.copy().completeOnTimeout(null, most.toMillis(), TimeUnit.MILLISECONDS).join();
    }
}
