package io.patchbay.killmatrix;

import java.time.Duration;

/**
 * How much of everything.
 *
 * @param kills      of gateways, over both
 * @param workers    resellers at work at the same time
 * @param patience   how long a reseller follows one order
 * @param quiet      how long the gateway may take to settle what is left
 */
record Size(String name, int stories, int kills, int terminations, int freezes, int databaseRestarts, int refusals, int workers,
            double faulty, Duration patience, Duration quiet) {

    static Size brief() {
        return new Size("short", 150, 12, 1, 1, 1, 3, 24, 0.72, Duration.ofMinutes(3), Duration.ofSeconds(30));
    }

    static Size full() {
        return new Size("full", 4500, 202, 6, 9, 6, 45, 48, 0.18, Duration.ofMinutes(4), Duration.ofSeconds(90));
    }

    static Size quarter() {
        return new Size("quarter", 1125, 50, 2, 3, 2, 12, 48, 0.18, Duration.ofMinutes(4), Duration.ofSeconds(90));
    }

    static Size named(String name) {
        return switch (name) {
            case "full" -> full();
            case "quarter" -> quarter();
            default -> brief();
        };
    }
}
