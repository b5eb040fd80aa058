package io.patchbay.route;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.patchbay.breaker.HeldBreakers;
import io.patchbay.breaker.Rulings;
import io.patchbay.breaker.Sighting;
import io.patchbay.breaker.Sightings;
import io.patchbay.provider.Connection;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Has this node follow what is ruled about circuit breakers, at once when a node announces something, and tells the other nodes how it sees
 * its breakers.
 */
@Component("breakerWatch")
class BreakerWatch implements CamelContextConfiguration {

    private static final Logger log = LoggerFactory.getLogger(BreakerWatch.class);

    /** Says that this node is still there; what changes is told at once. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final Rulings rulings;
    private final Sightings sightings;
    private final HeldBreakers breakers;
    private final Carriers carriers;
    private final Clock clock;
    private final String node;
    private final AtomicBoolean away = new AtomicBoolean();
    private boolean gone;
    private List<Sighting> told = List.of();
    private Instant last = Instant.EPOCH;

    BreakerWatch(Rulings rulings, Sightings sightings, HeldBreakers breakers, Carriers carriers, Clock clock, Announcements announcements,
            @Qualifier("behindTheAnswer") ExecutorService threads, @Value("${patchbay.node:${HOSTNAME:node}-${random.uuid}}") String node) {
        this.rulings = rulings;
        this.sightings = sightings;
        this.breakers = breakers;
        this.carriers = carriers;
        this.clock = clock;
        this.node = node;
        announcements.on(Rulings.CHANNEL, account -> threads.execute(this::follow));
    }

    String node() {
        return node;
    }

    @Override
    public void beforeApplicationStart(CamelContext context) {
        // there are no breakers yet
    }

    /** Before the first request is taken, so that a node that starts late sends nothing to an account that is held. */
    @Override
    public void afterApplicationStart(CamelContext context) {
        follow();
    }

    @PreDestroy
    synchronized void leave() {
        gone = true;
        try {
            sightings.forget(node);
        } catch (DataAccessException | TransactionException unreachable) {
            log.debug("It could not be told that this node goes; it is taken for gone in a minute");
        }
    }

    /** Called again and again. */
    public synchronized void follow() {
        if (!gone) {
            obey();
        }
    }

    private void obey() {
        try {
            rulings.expire(clock.instant());
            breakers.obey(rulings.all());
            tell();
            away.set(false);
        } catch (DataAccessException | TransactionException unreachable) {
            breakers.obey();
            if (!away.getAndSet(true)) {
                log.warn("What is ruled about circuit breakers cannot be read ({}); what is known holds on this node until its end, and nothing new "
                        + "is followed until the database answers again", unreachable.getClass().getSimpleName());
            }
        }
    }

    private void tell() {
        List<Sighting> now = own();
        if (!now.equals(told) || last.plus(HEARTBEAT).isBefore(clock.instant())) {
            sightings.tell(now);
            told = now;
            last = clock.instant();
        }
    }

    private List<Sighting> own() {
        return carriers.connections().stream().map(Connection::breaker).map(this::seen).sorted((one, other) -> one.account().compareTo(other.account())).toList();
    }

    private Sighting seen(CircuitBreaker breaker) {
        return new Sighting(breaker.getName(), node, breaker.getState().name(), breakers.since(breaker), null);
    }
}
