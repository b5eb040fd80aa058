package io.patchbay.route;

import io.patchbay.operation.HoldingCounts;
import io.patchbay.routing.ConfigurationStore;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Files are not asked whether what they leave out is in use: what is not in them is not there. But whoever wrote them hears of it at the start. */
@Component
class LeftBehind {

    private static final Logger log = LoggerFactory.getLogger(LeftBehind.class);

    private final HoldingCounts counts;
    private final ConfigurationStore configurations;
    private final ExecutorService threads;

    LeftBehind(HoldingCounts counts, ConfigurationStore configurations, @Qualifier("behindTheAnswer") ExecutorService threads) {
        this.counts = counts;
        this.configurations = configurations;
        this.threads = threads;
    }

    /** No start waits for it. */
    @EventListener(ApplicationReadyEvent.class)
    public void look() {
        threads.execute(this::tell);
    }

    private void tell() {
        try {
            counts.elsewhere(configurations.current().accounts().keySet()).forEach((account, held) -> log.warn(
                    "Account {} is not in the configuration, but {} subscriptions are with it; orders for them are refused until it is there again",
                    account, held));
        } catch (DataAccessException away) {
            log.warn("Whether subscriptions are with accounts that the configuration does not know cannot be told ({}); the next start looks again",
                    away.getClass().getSimpleName());
        }
    }
}
