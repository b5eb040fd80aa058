package io.patchbay.route;

import static io.patchbay.testing.Gateway.ACME;
import static io.patchbay.testing.Gateway.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.patchbay.provider.Account;
import io.patchbay.provider.Connection;
import io.patchbay.routing.ConfigurationStore;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An account that is configured otherwise for those on whom that is tried out, beside the same account as it is for everybody else. */
class TrialConnectionsTest {

    private static final String NAME = "acme-connect";
    private static final String ORDER = "{\"productOfferingId\": \"mobile-10gb\", \"customerId\": \"cust-1\", \"activation\": {\"sim\": {\"esim\": true}}}";
    private static final String BECAUSE = "{\"reason\": \"enough\"}";

    @TempDir
    static Path workspace;

    static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(workspace);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @AfterEach
    void end() {
        gateway.post(ADMIN, "/admin/v1/rollout/roll-back", BECAUSE);
        gateway.reset();
    }

    @Test
    void what_fails_on_trial_opens_a_breaker_of_its_own_and_is_held_against_nobody_else() {
        begin("http://localhost:1");
        failUntilOpen();

        assertThat(breaker(NAME).getState()).isEqualTo(CircuitBreaker.State.CLOSED);
        gateway.post(ADMIN, "/admin/v1/rollout/roll-back", BECAUSE);
        assertThat(gateway.post(ACME, "/v1/subscriptions", ORDER).status()).isEqualTo(201);
    }

    @Test
    void who_holds_the_account_open_by_hand_holds_what_is_on_trial_open_as_well() {
        begin("http://localhost:3");
        breaker(NAME).transitionToForcedOpenState();

        assertThat(trial().isBarred()).isTrue();
        assertThat(gateway.post(ACME, "/v1/subscriptions", ORDER).text("/code")).isEqualTo("provider-unavailable");
    }

    @Test
    void once_it_is_in_force_for_everybody_the_account_has_its_known_breaker_again() {
        String address = "http://localhost:" + gateway.sandbox().controlPort() + "/connect";
        begin(address);
        Connection tried = trial();

        gateway.post(ADMIN, "/admin/v1/rollout/complete", BECAUSE);

        Connection now = carriers().connection(account()).orElseThrow();
        assertThat(now.account().baseUrl()).hasToString(address);
        assertThat(now.breaker()).isSameAs(breaker(NAME));
        assertThat(now).isNotSameAs(tried);
        assertThat(carriers().all()).as("what began over it ends over it").contains(tried, now);
        assertThat(gateway.post(ACME, "/v1/subscriptions", ORDER).status()).isEqualTo(201);
    }

    @Test
    void one_that_was_taken_back_is_taken_away_later_with_its_breaker() {
        begin("http://localhost:2");
        Connection tried = trial();
        gateway.post(ADMIN, "/admin/v1/rollout/roll-back", BECAUSE);

        retire();
        assertThat(carriers().all()).contains(tried);
        gateway.pass(Duration.ofMinutes(16));
        retire();

        assertThat(carriers().all()).doesNotContain(tried);
        assertThat(registry().find(tried.breaker().getName())).isEmpty();
        assertThat(carriers().connection(NAME).orElseThrow().isOnTrial()).isFalse();
    }

    private void failUntilOpen() {
        CircuitBreaker own = trial().breaker();
        for (int orders = 0; orders < 20 && own.getState() == CircuitBreaker.State.CLOSED; orders++) {
            assertThat(gateway.post(ACME, "/v1/subscriptions", ORDER).status()).isEqualTo(503);
        }
        assertThat(own.getState()).isEqualTo(CircuitBreaker.State.OPEN);
    }

    private static void begin(String address) {
        Answer begun = gateway.post(ADMIN, "/admin/v1/rollouts", """
                {"reason": "it moves", "patch": {"accounts": {"acme-connect": {"baseUrl": "%s"}}}, "slice": {"tenants": ["acme"]},
                 "skipCredentialCheck": "nobody is there", "guard": {"threshold": 100}}""".formatted(address));
        assertThat(begun.status()).as(begun.body()).isEqualTo(201);
    }

    private static Connection trial() {
        Account tried = configurations().inForce().candidate().orElseThrow().configuration().accounts().get(NAME);
        Connection connection = carriers().connection(tried).orElseThrow();
        assertThat(connection.isOnTrial()).isTrue();
        return connection;
    }

    private static Account account() {
        return configurations().current().accounts().get(NAME);
    }

    private static void retire() {
        gateway.application().getBean(Switchboard.class).retire(gateway.application().getBean(CamelContext.class));
    }

    private static CircuitBreaker breaker(String name) {
        return registry().find(name).orElseThrow();
    }

    private static CircuitBreakerRegistry registry() {
        return gateway.application().getBean(CircuitBreakerRegistry.class);
    }

    private static Carriers carriers() {
        return gateway.application().getBean(Carriers.class);
    }

    private static ConfigurationStore configurations() {
        return gateway.application().getBean(ConfigurationStore.class);
    }
}
