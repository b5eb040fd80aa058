package io.patchbay.killmatrix;

import java.time.Duration;

/** Blows that both gateways feel: the database goes away and comes back, a provider refuses connections. */
final class World {

    private static final Duration REFUSING = Duration.ofMillis(2500);

    private final Postgres postgres;
    private final Wire wire;

    World(Postgres postgres, Wire wire) {
        this.postgres = postgres;
        this.wire = wire;
    }

    boolean strike(Hit hit) {
        switch (hit.blow()) {
            case DATABASE_IMMEDIATE -> postgres.restart(true);
            case DATABASE_FAST -> postgres.restart(false);
            case REFUSE_CONNECTIONS -> wire.refuse(hit.provider(), REFUSING);
            default -> throw new IllegalArgumentException(hit.blow() + " strikes a gateway");
        }
        return true;
    }
}
