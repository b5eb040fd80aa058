package io.patchbay.bench;

import io.patchbay.schedule.DueKind;
import io.patchbay.schedule.DueWork;
import io.patchbay.schedule.DueWorkFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the gateway's own statements cost the database, asked from one connection. */
final class Polls {

    private static final List<String> ACCOUNTS = List.of("acme-connect", "globex-telegent", "initech-tellisim");
    private static final String NOBODY = "nobody";
    private static final int TIMES = 2000;
    private static final int BATCH = 8;
    private static final Duration CLAIM = Duration.ofMinutes(2);

    private final DueWork dueWork;
    private final Orders orders;

    Polls(Server server, Orders orders) {
        this.dueWork = DueWorkFixture.in(server.jdbc());
        this.orders = orders;
    }

    /**
     * @param look            is there anything due for one of three accounts, when there is not
     * @param take            take what is due of an account, when nothing is
     * @param claimsPerSecond as many as one connection takes, eight at a time, when there is
     */
    record Cost(Timing look, Timing take, long claimsPerSecond) {
    }

    Cost measured(int due) {
        Timing look = Timing.of(TIMES, () -> dueWork.accountsDue(ACCOUNTS, DueKind.ACTIVATE, DueKind.END));
        Timing take = Timing.of(TIMES, () -> dueWork.take(ACCOUNTS.getFirst(), BATCH, CLAIM, DueKind.ACTIVATE, DueKind.END));
        return new Cost(look, take, claims(due));
    }

    private long claims(int due) {
        orders.dueAtAccount(NOBODY, Instant.now(), due);
        long began = System.nanoTime();
        int taken = 0;
        int batch;
        do {
            batch = dueWork.take(NOBODY, BATCH, CLAIM, DueKind.ACTIVATE, DueKind.END).size();
            taken += batch;
        } while (batch > 0);
        long claims = Math.round(taken * 1e9 / (System.nanoTime() - began));
        orders.forget(NOBODY);
        return claims;
    }
}
