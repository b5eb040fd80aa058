package io.patchbay.ops;

import io.patchbay.routing.ConfigurationStore;
import io.patchbay.routing.InForce;
import io.patchbay.routing.Rollouts;
import io.patchbay.routing.Step;
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
        InForce now = configurations.inForce();
        Health.Builder health = Health.up().withDetail("revision", now.stable().revision());
        now.candidate().ifPresent(tried -> health.withDetail("candidate", tried.configuration().revision()).withDetail("slice", tried.slice().json().toString()));
        configurations.followed().filter(ConfigurationHealth::takenBack).ifPresent(step -> health.withDetail("rolledBack", step.reason()));
        if (configurations.isLeftBehind()) {
            health.withDetail("leftBehind", "this node cannot use what is in force by the database; see its log");
        }
        return health.build();
    }

    /** By the gateway; what a person has taken back nobody needs to be told. */
    private static boolean takenBack(Step step) {
        return step.kind() == Step.Kind.ROLLED_BACK && step.author().equals(Rollouts.GATEWAY);
    }
}
