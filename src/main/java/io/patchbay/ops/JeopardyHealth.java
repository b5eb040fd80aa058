package io.patchbay.ops;

import io.patchbay.schedule.Jeopardies;
import io.patchbay.schedule.Jeopardy;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** How many orders will miss their window or have missed it. Never anything but UP: being late is no reason to take no orders. */
@Component("jeopardyHealthIndicator")
class JeopardyHealth implements HealthIndicator {

    private final Jeopardies jeopardies;

    JeopardyHealth(Jeopardies jeopardies) {
        this.jeopardies = jeopardies;
    }

    @Override
    public Health health() {
        double atRisk = jeopardies.count(Jeopardy.AT_RISK);
        double missed = jeopardies.count(Jeopardy.MISSED);
        return Double.isNaN(atRisk + missed) ? Health.up().build()
                : Health.up().withDetail("atRisk", (long) atRisk).withDetail("missed", (long) missed).build();
    }
}
