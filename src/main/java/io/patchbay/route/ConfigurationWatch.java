package io.patchbay.route;

import io.patchbay.routing.ConfigurationStore;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Looks for a newer configuration, at once when another node announces one. While the database is away the one in force stays so, which is told once. */
@Component("configurationWatch")
class ConfigurationWatch {

    private static final Logger log = LoggerFactory.getLogger(ConfigurationWatch.class);

    private final ConfigurationStore configurations;
    private final AtomicBoolean away = new AtomicBoolean();

    ConfigurationWatch(ConfigurationStore configurations, Announcements announcements, @Qualifier("behindTheAnswer") ExecutorService threads) {
        this.configurations = configurations;
        announcements.on(ConfigurationStore.CHANNEL, step -> threads.execute(this::follow));
    }

    public void follow() {
        try {
            configurations.follow();
            away.set(false);
        } catch (DataAccessException | TransactionException unreachable) {
            if (!away.getAndSet(true)) {
                log.warn("A newer configuration cannot be looked for ({}); revision {} stays in force until the database answers again",
                        unreachable.getClass().getSimpleName(), configurations.current().revision());
            }
        }
    }
}
