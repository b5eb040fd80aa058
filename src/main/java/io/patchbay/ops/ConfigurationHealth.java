package io.patchbay.ops;

import io.patchbay.routing.ConfigurationStore;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Part of readiness: without a configuration no request can be decided. */
@Component("configuration")
class ConfigurationHealth implements HealthIndicator {

    private final ConfigurationStore configurations;

    ConfigurationHealth(ConfigurationStore configurations) {
        this.configurations = configurations;
    }

    @Override
    public Health health() {
        return Health.up().withDetail("revision", configurations.current().revision()).build();
    }
}
