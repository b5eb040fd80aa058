package io.patchbay.ops;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * By how much the clock of this node is ahead of the database's. What is due goes by the node's, leases by the database's, so a node that is ahead
 * carries out early what was ordered for a moment. Never anything but UP: an order at a slightly wrong moment is better than none.
 */
@Component("clockHealthIndicator")
class ClockHealth implements HealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(ClockHealth.class);

    private static final Duration TOLERATED = Duration.ofSeconds(2);

    private final JdbcClient jdbc;
    private final Clock clock;
    private volatile Duration ahead;
    private boolean told;

    ClockHealth(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Compares the clocks, and says so once when they part and once when they agree again. */
    public synchronized void look() {
        try {
            ahead = measured();
            if (ahead.abs().compareTo(TOLERATED) > 0 != told) {
                told = !told;
                tell();
            }
        } catch (DataAccessException away) {
            log.debug("The clock of the database cannot be read ({}); tried again in a minute", away.getClass().getSimpleName());
        }
    }

    /** How long the question takes is not taken for a difference. */
    private Duration measured() {
        Instant before = clock.instant();
        Instant there = jdbc.sql("select clock_timestamp()").query(OffsetDateTime.class).single().toInstant();
        Instant after = clock.instant();
        return there.isBefore(before) ? Duration.between(there, before) : there.isAfter(after) ? Duration.between(there, after) : Duration.ZERO;
    }

    private void tell() {
        if (told) {
            log.warn("The clock of this node is {} s {} the database's; what is due is carried out {} until it is set right", ahead.abs().toSeconds(),
                    ahead.isPositive() ? "ahead of" : "behind", ahead.isPositive() ? "too early" : "too late by this node");
        } else {
            log.info("The clock of this node agrees with the database's again");
        }
    }

    @Override
    public Health health() {
        Duration known = ahead;
        return known == null ? Health.up().build() : Health.up().withDetail("aheadSeconds", known.toMillis() / 1000.0).build();
    }
}
