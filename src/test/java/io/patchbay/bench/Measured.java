package io.patchbay.bench;

import java.time.Duration;

/**
 * One measurement.
 *
 * @param cpu      of the one that was measured
 * @param database CPU time of PostgreSQL meanwhile
 */
record Measured(Taken taken, Duration cpu, Duration database) {

    /** @return microseconds of CPU for each request */
    double cpuPerRequest() {
        return cpu.toNanos() / 1e3 / taken.answered();
    }

    double databasePerRequest() {
        return database.toNanos() / 1e3 / taken.answered();
    }

    double generatorPerRequest() {
        return taken.generator().toNanos() / 1e3 / taken.answered();
    }
}
