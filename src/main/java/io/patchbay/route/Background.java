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

    /** How many more may begin now in this lane; none while the account's breaker is open, waiting callers need its connections, or its limit is used up. */
    int free(Connection connection, Lane lane) {
        int connections = connection.sheet().http().connections();
        boolean crowded = connection.inFlight() * 4 >= connections * 3;
        int most = connection.isFindingOut() ? connection.sheet().breaker().halfOpenCalls() : room(connection, lane);
        int room = crowded || connection.isBarred() ? 0 : Math.max(0, most - busy(connection, lane).get());
        return room == 0 ? 0 : Math.min(room, limits.affordable(connection.account().name(), connection.requestsPerMinute(), lane));
    }

    /** How many may go on at once: of what was promised for this moment more than of what waits anyhow. All accounts of a node share its database pool. */
    static int room(Connection connection, Lane lane) {
        int connections = connection.sheet().http().connections();
        return lane == Lane.DUE ? Math.max(2, connections / 4) : Math.max(2, connections / 8);
    }

    void begin(Connection connection, Lane lane) {
        busy(connection, lane).incrementAndGet();
    }

    void end(Connection connection, Lane lane) {
        busy(connection, lane).decrementAndGet();
    }

    private AtomicInteger busy(Connection connection, Lane lane) {
        return busy.computeIfAbsent(lane + " " + connection.account().name(), name -> new AtomicInteger());
    }
}
