package io.patchbay.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway keeps to what a provider allows, rather than finding out by being refused. Connect takes three requests a minute here. */
class RateLimitTest {

    private static final int TELEGENT_A_MINUTE = 60;

    @TempDir
    static Path workspace;

    static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(workspace, Map.of("patchbay.limit.caller", "500ms", "patchbay.limit.background", "500ms"), RateLimitTest::limited);
        gateway.settings("telegent", "{\"requestsPerMinute\": %d}".formatted(TELEGENT_A_MINUTE));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static void limited(Path configuration) {
        Path accounts = configuration.resolve("accounts.yaml");
        try {
            Files.writeString(accounts, Files.readString(accounts)
                    .replace("requestsPerMinute: 0", "requestsPerMinute: " + TELEGENT_A_MINUTE)
                    .replace("    provider: connect\n", "    provider: connect\n    limits: {requestsPerMinute: 3}\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Integer> statuses(String provider) {
        return StreamSupport.stream(gateway.arrived(provider).spliterator(), false).map(request -> request.path("status").asInt()).toList();
    }

    /** Asks until the limit is used up, and then some more. */
    private static Answer beyondTheLimit() {
        String id = Party.CONNECT.created(gateway);
        return IntStream.range(0, 4).mapToObj(n -> gateway.get(Gateway.ACME, "/v1/subscriptions/" + id + "/usage")).toList().getLast();
    }

    @Test
    void what_goes_beyond_the_limit_is_refused_as_the_provider_would_and_nothing_is_sent() {
        Answer question = beyondTheLimit();
        assertThat(question.status()).isEqualTo(429);
        assertThat(question.text("/code")).isEqualTo("provider-throttled");
        int arrived = gateway.arrived("connect").size();
        assertThat(arrived).isLessThanOrEqualTo(3);

        String key = UUID.randomUUID().toString();
        Answer refused = Party.CONNECT.create(gateway, "Idempotency-Key", key);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text("/code")).isEqualTo("provider-throttled");
        assertThat(Integer.parseInt(refused.headers().get("retry-after"))).isBetween(1, 62);
        assertThat(gateway.arrived("connect").size()).isEqualTo(arrived);

        JsonNode operation = Party.CONNECT.operation(gateway, refused.text("/operationId"));
        assertThat(operation.at("/state").asText()).isEqualTo("REJECTED");
        assertThat(operation.at("/outcome/class").asText()).isEqualTo("THROTTLED");
        assertThat(operation.at("/attempts/0/phase").asText()).isEqualTo("NEVER_SENT");
        assertThat(operation.at("/attempts/0/rule").asText()).isEqualTo("rate-limit");

        assertThat(gateway.application().getBean(CircuitBreakerRegistry.class).circuitBreaker("acme-connect").getMetrics().getNumberOfFailedCalls())
                .as("it says nothing about the provider").isZero();
        assertThat(gateway.application().getBean(CircuitBreakerRegistry.class).circuitBreaker("acme-connect").getState()).isEqualTo(CircuitBreaker.State.CLOSED);
        assertThat(gateway.application().getBean(MeterRegistry.class).get("patchbay.limit.waits")
                .tags("account", "acme-connect", "lane", "INTERACTIVE").counter().count()).isPositive();
        assertThat(Party.TELLISIM.create(gateway).status()).as("another account has nothing to do with it").isEqualTo(201);
    }

    @Test
    void a_rush_of_orders_never_meets_a_429_of_the_provider_though_every_call_needs_a_token() {
        List<CompletableFuture<Answer>> sent = IntStream.range(0, 12)
                .mapToObj(n -> CompletableFuture.supplyAsync(() -> Party.TELEGENT.create(gateway))).toList();
        List<Integer> answers = sent.stream().map(CompletableFuture::join).map(Answer::status).toList();

        assertThat(answers).isSubsetOf(201, 429).contains(429);
        assertThat(statuses("telegent")).hasSizeBetween(2, TELEGENT_A_MINUTE).doesNotContain(429);
        assertThat(gateway.arrived("telegent").toString()).as("token calls are among what arrived").contains("/v1.0/oauth2/tokens");
    }
}
