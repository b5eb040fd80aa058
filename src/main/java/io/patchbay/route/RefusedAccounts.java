package io.patchbay.route;

import io.patchbay.mapping.OutcomeClass;
import io.patchbay.mapping.Retry;
import io.patchbay.provider.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Accounts whose credentials are refused at the moment. What is due at them would only be refused like the one before, so it waits, and one
 * order at a time finds out whether that is over.
 */
@Component
class RefusedAccounts {

    private static final Logger log = LoggerFactory.getLogger(RefusedAccounts.class);

    private static final Retry WAIT = new Retry(Integer.MAX_VALUE, Duration.ofSeconds(30), Duration.ofMinutes(15));

    private final Map<String, Refusals> refused = new ConcurrentHashMap<>();
    private final Clock clock;

    RefusedAccounts(Clock clock) {
        this.clock = clock;
    }

    /** Nothing is tried before its time. */
    boolean isRefused(Connection connection) {
        Refusals known = refused.get(connection.account().name());
        return known != null && clock.instant().isBefore(known.until());
    }

    /** It was refused last time. */
    boolean isSuspect(Connection connection) {
        return refused.containsKey(connection.account().name());
    }

    /** @param order that has just been tried, null if none came of it */
    void heard(Connection connection, Order order) {
        String account = connection.account().name();
        if (order == null || order.attempts.isEmpty()) {
            return;
        }
        if (OutcomeClass.UNAUTHORISED.name().equals(order.attempts.getLast().outcomeClass())) {
            Refusals now = refused.compute(account, (name, known) -> next(known));
            tell(account, now);
        } else {
            refused.remove(account);
        }
    }

    /** Orders that were under way together count once. */
    private Refusals next(Refusals known) {
        Instant now = clock.instant();
        if (known != null && now.isBefore(known.until())) {
            return new Refusals(known.times(), known.until(), true);
        }
        int times = known == null ? 0 : known.times() + 1;
        return new Refusals(times, now.plus(WAIT.wait(times)), false);
    }

    private static void tell(String account, Refusals now) {
        if (now.times() == 0 && !now.again()) {
            log.warn("Account {} refuses the gateway's credentials: what is due at it waits, and one order at a time tries it until they are accepted", account);
        }
    }

    /** @param again counted before */
    private record Refusals(int times, Instant until, boolean again) {
    }
}
