package io.patchbay.route;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.patchbay.contract.ApiContract;
import io.patchbay.mapping.RememberingGate;
import io.patchbay.mapping.UnitDirectories;
import io.patchbay.provider.Connections;
import io.patchbay.provider.Credentials;
import io.patchbay.provider.UnitProofs;
import io.patchbay.provider.UnitVersions;
import io.patchbay.provider.Waits;
import io.patchbay.routing.Directories;
import io.patchbay.routing.KnownProviders;
import io.patchbay.schedule.Horizon;
import io.patchbay.schedule.Timetable;
import java.time.Clock;
import java.time.Duration;
import java.time.Period;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts together what the routes need. */
@Configuration(proxyBeanMethods = false)
class GatewayConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** In nanoseconds; it stands for no moment and never goes back. */
    @Bean
    LongSupplier passingTime() {
        return System::nanoTime;
    }

    @Bean
    Waits waits(LongSupplier passingTime) {
        return new Waits(passingTime);
    }

    @Bean
    Timetable timetable(@Value("${patchbay.schedule.furthest:2y}") Period furthest) {
        return new Timetable(furthest);
    }

    @Bean
    Horizon horizon(@Value("${patchbay.schedule.window:15m}") Duration window, @Value("${patchbay.schedule.horizon:24h}") Duration ahead) {
        return new Horizon(window, ahead);
    }

    @Bean
    UnitDirectories unitDirectories(Directories directories) {
        return new UnitDirectories(directories.routesDir(), directories.mappingsDir(), directories.contractsDir());
    }

    @Bean
    UnitFolders unitFolders(UnitDirectories directories, @Value("${patchbay.units.every:1000}") long every, Clock clock) {
        return new UnitFolders(directories, Duration.ofMillis(every / 2), clock);
    }

    @Bean
    Units units(UnitFolders folders, UnitVersions versions, UnitProofs proofs, Clock clock) {
        return new UnitStart(folders, versions, new RememberingGate(folders.directories(), clock, proofs), clock).open();
    }

    /** Checks units one after the other, and off the threads that carry orders: those are few and never interrupted. */
    @Bean(defaultCandidate = false, destroyMethod = "shutdown")
    ExecutorService gate() {
        return Executors.newSingleThreadExecutor(Thread.ofPlatform().name("gate").daemon().factory());
    }

    /** Makes previews one after the other. A platform thread, which the system takes the processor from when orders need it. */
    @Bean(defaultCandidate = false, destroyMethod = "shutdown")
    ExecutorService previewThread() {
        return Executors.newSingleThreadExecutor(Thread.ofPlatform().name("preview").daemon().factory());
    }

    @Bean
    KnownProviders knownProviders(Units units) {
        return UnitDemands.of(units);
    }

    @Bean
    ApiContract apiContract(Directories directories) {
        return ApiContract.load(directories.contractsDir().resolve("api/openapi.yaml"));
    }

    @Bean
    CircuitBreakerRegistry circuitBreakers() {
        return CircuitBreakerRegistry.ofDefaults();
    }

    @Bean
    Connections connections(Credentials credentials, CircuitBreakerRegistry breakers, Clock clock, Waits waits) {
        return new Connections(credentials, breakers, clock, waits);
    }

    /**
     * Carries orders whose caller does not wait. A thread costs nothing here, so that none of them waits for a slow provider of another. Not
     * a candidate for injection: it must not take the place of Spring Boot's own executor. Camel waits for the orders under way.
     */
    @Bean(defaultCandidate = false, destroyMethod = "shutdown")
    ExecutorService behindTheAnswer() {
        return Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("behind-the-answer-", 0).factory());
    }

    @Bean
    Carriers carriers() {
        return new Carriers();
    }
}
