package io.patchbay.bench;

import java.time.Duration;
import java.util.List;

/**
 * How much of everything.
 *
 * @param warmUp      answers that each contender gives before anything counts
 * @param time        of one measurement
 * @param connections of the closed loops
 * @param callers     side by side where that is not what is measured
 * @param rates       requests a second of the open loops
 * @param stored      subscriptions that are there already
 * @param waiting     orders that wait for a slow provider
 * @param calls       requests a second to each of the other two meanwhile
 */
record Size(String name, int warmUp, Duration time, int rounds, List<Integer> connections, int callers, List<Integer> rates, List<Integer> stored,
            int waiting, int calls) {

    private static final Size SMOKE = new Size("smoke", 20, Duration.ofMillis(700), 1, List.of(1, 8), 4, List.of(50), List.of(1_000), 20, 20);
    private static final Size SHORT = new Size("short", 20_000, Duration.ofSeconds(3), 2, List.of(32, 128), 32, List.of(500),
            List.of(10_000, 200_000), 500, 50);
    private static final Size FULL = new Size("full", 60_000, Duration.ofSeconds(4), 3, List.of(1, 8, 32, 128), 32, List.of(250, 500, 1_000),
            List.of(10_000, 1_000_000, 5_000_000), 500, 50);

    static Size named(String name) {
        return List.of(SMOKE, SHORT, FULL).stream().filter(size -> size.name.equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("bench.size is smoke, short or full, not " + name));
    }

    boolean isSmoke() {
        return this == SMOKE;
    }

    boolean isFull() {
        return this == FULL;
    }
}
