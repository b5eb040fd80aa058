package io.patchbay.route;

import io.patchbay.limit.Lane;
import io.patchbay.limit.RateLimits;
import io.patchbay.mapping.CanonicalOperation;
import io.patchbay.mapping.ProviderSheet;
import io.patchbay.mapping.Step;
import io.patchbay.operation.Workload;
import io.patchbay.operation.Workload.Typical;
import io.patchbay.provider.Connection;
import io.patchbay.schedule.Pace;
import io.patchbay.schedule.WakeUpRecords;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * How fast accounts carry out what is due: as fast as their limit lets steady work through, and as one node can, with so many orders at once.
 * What an order costs is what the last ones did. Callers who take their share, and further nodes, are not foreseen.
 */
@Component
class Paces {

    /** The route that carries out what is due. */
    static final String WORKER = "carry-out-due";

    /** What a call is taken to last while nobody has seen one. */
    private static final double ASSUMED_SECONDS = 1;

    /** What an order costs this gateway itself at least. */
    private static final double LEAST_SECONDS = 0.01;

    private final Carriers carriers;
    private final Workload workload;
    private final WakeUpRecords wakeUps;
    private final RefusedAccounts refused;

    Paces(Carriers carriers, Workload workload, WakeUpRecords wakeUps, RefusedAccounts refused) {
        this.carriers = carriers;
        this.workload = workload;
        this.wakeUps = wakeUps;
        this.refused = refused;
    }

    /** The pace of each account as this node sees it now. */
    Function<String, Pace> now() {
        Map<String, Typical> recent = workload.recent();
        boolean paused = wakeUps.isPaused(WORKER);
        return paused ? account -> Pace.stopped(WORKER + " is paused") : account -> of(account, recent);
    }

    private Pace of(String account, Map<String, Typical> recent) {
        return carriers.connection(account).map(connection -> of(connection, Optional.ofNullable(recent.get(account))))
                .orElseGet(() -> Pace.stopped("it is not in service or not in the configuration"));
    }

    private Pace of(Connection connection, Optional<Typical> recent) {
        if (refused.isRefused(connection)) {
            return Pace.stopped("it refuses the gateway's credentials");
        }
        if (connection.isInMaintenance()) {
            return Pace.stopped("it is in maintenance");
        }
        return connection.isBarred() ? Pace.stopped("its circuit breaker is open") : Pace.of(Math.min(allowed(connection, recent), possible(connection, recent)));
    }

    private static double allowed(Connection connection, Optional<Typical> recent) {
        int perMinute = connection.requestsPerMinute();
        double requests = recent.map(Typical::requests).orElseGet(() -> (double) calls(connection.sheet()));
        return perMinute == 0 ? Double.POSITIVE_INFINITY : RateLimits.steady(perMinute) / (requests + (connection.sheet().limits().tokensCount() ? 1 : 0));
    }

    private static double possible(Connection connection, Optional<Typical> recent) {
        double seconds = recent.map(Typical::seconds).orElseGet(() -> calls(connection.sheet()) * ASSUMED_SECONDS);
        return Background.room(connection, Lane.DUE) * 60 / Math.max(seconds, LEAST_SECONDS);
    }

    /** The most calls that a create may take; one where the sheet says nothing of it. */
    private static long calls(ProviderSheet sheet) {
        return Optional.ofNullable(sheet.operations().get(CanonicalOperation.CREATE))
                .map(create -> create.steps().stream().filter(Step.Call.class::isInstance).count()).filter(calls -> calls > 0).orElse(1L);
    }
}
