package io.patchbay.route;

import io.patchbay.limit.Lane;
import io.patchbay.limit.RateLimits;
import io.patchbay.provider.Connection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** How much may go on for an account beside the orders of callers who wait: their work comes first. */
@Component
class Background {

    private final RateLimits limits;
    private final Map<String, AtomicInteger> busy = new ConcurrentHashMap<>();

    Background(RateLimits limits) {
        this.limits = limits;
    }

    /** How many more may begin now; none while the account's breaker is open, waiting callers need its connections, or its limit is used up. */
    int free(Connection connection) {
        int connections = connection.sheet().http().connections();
        boolean crowded = connection.inFlight() * 4 >= connections * 3;
        int room = crowded || connection.isBarred() ? 0 : Math.max(0, Math.max(2, connections / 8) - busy(connection).get());
        return room == 0 ? 0 : Math.min(room, limits.affordable(connection.account().name(), connection.requestsPerMinute(), Lane.QUEUED));
    }

    void begin(Connection connection) {
        busy(connection).incrementAndGet();
    }

    void end(Connection connection) {
        busy(connection).decrementAndGet();
    }

    private AtomicInteger busy(Connection connection) {
        return busy.computeIfAbsent(connection.account().name(), name -> new AtomicInteger());
    }
}
