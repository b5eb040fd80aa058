package io.patchbay.ops;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.patchbay.mapping.Problem;
import io.patchbay.provider.Account;
import io.patchbay.provider.Connection;
import io.patchbay.route.CallMetrics;
import io.patchbay.route.Carriers;
import io.patchbay.route.Standing;
import io.patchbay.route.Units;
import io.patchbay.routing.ConfigurationStore;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.springframework.boot.actuate.health.CompositeHealthContributor;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.NamedContributor;
import org.springframework.boot.actuate.health.Status;
import org.springframework.stereotype.Component;

/**
 * One entry for each provider account, as this node sees it: UP while requests are let through, DEGRADED while its circuit breaker
 * is open or it is in maintenance. Never part of liveness or readiness: a provider that is down must not take the gateway down with it.
 */
@Component("providers")
class ProvidersHealth implements CompositeHealthContributor {

    static final Status DEGRADED = new Status("DEGRADED");

    private final Carriers carriers;
    private final ConfigurationStore configurations;
    private final Units units;
    private final CallMetrics calls;

    ProvidersHealth(Carriers carriers, ConfigurationStore configurations, Units units, CallMetrics calls) {
        this.carriers = carriers;
        this.configurations = configurations;
        this.units = units;
        this.calls = calls;
    }

    @Override
    public HealthContributor getContributor(String account) {
        Supplier<Health> entry = entries().get(account);
        return entry == null ? null : (HealthIndicator) entry::get;
    }

    @Override
    public Iterator<NamedContributor<HealthContributor>> iterator() {
        return entries().entrySet().stream()
                .map(entry -> NamedContributor.<HealthContributor>of(entry.getKey(), (HealthIndicator) entry.getValue()::get)).iterator();
    }

    private Map<String, Supplier<Health>> entries() {
        Map<String, Supplier<Health>> entries = new TreeMap<>();
        units.problems().keySet().forEach(provider -> entries.put("unit-" + provider, () -> units.standing(provider).map(ProvidersHealth::health)
                .orElseGet(() -> Health.up().build())));
        configurations.current().accounts().values().forEach(account -> entries.put(account.name(),
                () -> carriers.connection(account).map(this::health).orElseGet(() -> outOfService(account))));
        return entries;
    }

    private Health outOfService(Account account) {
        return Health.status(DEGRADED).withDetail("provider", account.provider()).withDetail("state", account.state().word())
                .withDetail("reason", carriers.broken(account).orElse("its provider unit is out of service")).build();
    }

    private static Health health(Standing unit) {
        Health.Builder health = Health.status(unit.state() == Standing.State.IN_SERVICE ? Status.UP : DEGRADED).withDetail("state", unit.state().name());
        unit.served().ifPresent(served -> health.withDetail("version", served.version().number()).withDetail("digest", served.version().digest()));
        return health.withDetail("problems", unit.problems().stream().limit(50).map(Problem::toString).toList()).build();
    }

    private Health health(Connection connection) {
        CircuitBreaker breaker = connection.breaker();
        Health.Builder health = Health.status(connection.isBarred() ? DEGRADED : Status.UP)
                .withDetail("provider", connection.account().provider())
                .withDetail("state", connection.account().state().word())
                .withDetail("breaker", breaker.getState().name())
                .withDetail("inFlight", connection.inFlight());
        float rate = breaker.getMetrics().getFailureRate();
        Instant last = calls.lastSuccess(connection.account().name());
        if (rate >= 0) {
            health.withDetail("failureRatePercent", Math.round(rate));
        }
        return last == null ? health.build() : health.withDetail("lastSuccess", last.toString()).build();
    }
}
