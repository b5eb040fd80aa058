package io.patchbay.route;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.patchbay.mapping.Gating;
import io.patchbay.mapping.Problem;
import io.patchbay.mapping.ProviderUnit;
import io.patchbay.mapping.UnitDirectories;
import io.patchbay.mapping.UnitFiles;
import io.patchbay.mapping.UnitGate;
import io.patchbay.provider.UnitVersion;
import io.patchbay.routing.ConfigurationStore;
import java.time.Clock;
import java.util.List;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Lets versions of provider units into service on this node while it runs: through the gate, held against the configuration in force, then
 * swapped for the one before. What is refused changes nothing but the provider's health.
 */
@Component
class Gatekeeper {

    private static final Logger log = LoggerFactory.getLogger(Gatekeeper.class);

    private static final String VERSION = "patchbay.unit.version";

    private final UnitDirectories shared;
    private final Units units;
    private final ConfigurationStore configurations;
    private final Switchboard switchboard;
    private final CamelContext camel;
    private final MeterRegistry meters;
    private final Clock clock;

    Gatekeeper(UnitDirectories shared, Units units, ConfigurationStore configurations, Switchboard switchboard, CamelContext camel, MeterRegistry meters,
            Clock clock) {
        this.shared = shared;
        this.units = units;
        this.configurations = configurations;
        this.switchboard = switchboard;
        this.camel = camel;
        this.meters = meters;
        this.clock = clock;
        units.all().keySet().forEach(this::gauge);
    }

    /** What would come of these files; nothing changes. */
    Gating examine(UnitFiles files) {
        Gating gating = Connectable.of(UnitGate.gate(files, shared, clock), clock);
        return gating instanceof Gating.Passed passed ? held(passed) : gating;
    }

    private Gating held(Gating.Passed passed) {
        List<Problem> problems = misfits(passed.files().provider(), passed.unit());
        return problems.isEmpty() ? passed : new Gating.Refused(problems, true);
    }

    /** Whether the configuration in force can do without the provider. */
    boolean isDispensable(String provider) {
        return misfits(provider, null).isEmpty();
    }

    private List<Problem> misfits(String provider, ProviderUnit unit) {
        return configurations.problemsUnder(UnitDemands.of(units).with(provider, unit)).stream()
                .map(problem -> new Problem("configuration", problem.pointer(), problem.message())).toList();
    }

    /** Lets a version into service that has passed. @return false if its routes cannot be made; then the one before goes on */
    boolean admit(UnitVersion version, Gating.Passed passed) {
        Served next = new Served(version, passed.unit(), passed.routes());
        try {
            switchboard.serve(camel, next);
        } catch (RuntimeException broken) {
            refuse(version.provider(), List.of(new Problem("routes/providers/" + version.provider() + ".camel.yaml", "", broken.getMessage())));
            return false;
        }
        units.serve(next);
        gauge(version.provider());
        count(version.provider(), "swapped");
        log.info("Provider {} has version {} of its unit now (by {}, digest {}); what began with the one before ends with it", version.provider(),
                version.number(), version.author(), version.digest());
        return true;
    }

    /** The unit that is in service was stored again under a newer number. */
    void renumber(Served served, UnitVersion newer) {
        boolean wasBroken = isBroken(newer.provider());
        units.serve(served.as(newer));
        tellMended(newer.provider(), wasBroken);
    }

    /** What was wrong with a newer one is wrong no more, and the one in service is the newest. */
    void mended(String provider) {
        boolean wasBroken = isBroken(provider);
        units.mended(provider);
        tellMended(provider, wasBroken);
    }

    private boolean isBroken(String provider) {
        return units.standing(provider).filter(standing -> !standing.problems().isEmpty()).isPresent();
    }

    private void tellMended(String provider, boolean wasBroken) {
        units.served(provider).filter(served -> wasBroken).ifPresent(served -> log.info(
                "Provider {} is in force again as it was, version {}: what was wrong with a newer one has been put right", provider, served.version().number()));
    }

    void refuse(String provider, List<Problem> problems) {
        units.refuse(provider, problems);
        count(provider, "refused");
        units.served(provider).ifPresentOrElse(
                last -> log.error("Provider {} stays on version {} of its unit until {} problem(s) of a newer one are put right: {}", provider,
                        last.version().number(), problems.size(), problems),
                () -> log.error("Provider {} stays out of service until its {} problem(s) are put right: {}", provider, problems.size(), problems));
    }

    void withdraw(String provider) {
        switchboard.withdraw(provider);
        units.withdrawn(provider);
        log.info("Provider {} was withdrawn: its files are gone and the configuration in force does not name it", provider);
    }

    private void count(String provider, String result) {
        meters.counter("patchbay.unit.reloads", "provider", provider, "result", result).increment();
    }

    /** A provider keeps its gauge over all its versions. */
    private void gauge(String provider) {
        if (meters.find(VERSION).tag("provider", provider).gauge() != null) {
            return;
        }
        Gauge.builder(VERSION, () -> units.served(provider).map(served -> served.version().number()).orElse(0L))
                .description("Version of the provider's unit that is in service on this node; 0 = none")
                .tag("provider", provider).register(meters);
    }
}
