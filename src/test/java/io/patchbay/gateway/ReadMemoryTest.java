package io.patchbay.gateway;

import static io.patchbay.testing.Gateway.ADMIN;
import static io.patchbay.testing.Gateway.INITECH;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan that was just read is not read again for the next order, and nobody is refused because it was not. */
class ReadMemoryTest {

    private static final String SUBSCRIPTIONS = "/v1/subscriptions";
    private static final String OTHER = ", \"metadata\": {\"account\": \"initech-other\"}";
    private static final String ACCOUNT = "/admin/v1/accounts/initech-tellisim";

    @TempDir
    static Path workspace;

    static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(workspace, Map.of(), new SecondAccount("initech-other", "initech", "initech-tellisim",
                account -> account.put("scheduling", "provider")));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void fresh() {
        gateway.reset();
        new Rows(gateway.database()).execute("delete from pool_item");
    }

    private static Answer order(String activation, String more) {
        return gateway.post(INITECH, SUBSCRIPTIONS, """
                {"productOfferingId": "mobile-10gb", "customerId": "cust-1", "activation": {%s}%s}""".formatted(activation, more));
    }

    private static Answer created() {
        Answer made = order("", "");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made;
    }

    private static int plansRead() {
        return Arrived.at(gateway, "tellisim").to("GET", "/v3/plans/[^/]+").count();
    }

    private static JsonNode plan(Answer subscription) {
        Answer operations = gateway.get(INITECH, "/v1/operations?subscriptionId=" + subscription.text("/subscriptionId"));
        JsonNode plan = gateway.get(INITECH, "/v1/operations/" + operations.text("/items/0/operationId")).json().at("/attempts/0");
        assertThat(plan.path("step").asText()).isEqualTo("read-plan");
        return plan;
    }

    private static double remembered() {
        Counter counter = gateway.application().getBean(MeterRegistry.class).find("patchbay.provider.remembered")
                .tags("provider", "tellisim", "account", "initech-tellisim", "call", "read-plan").counter();
        return counter == null ? 0 : counter.count();
    }

    @Test
    void the_next_order_goes_on_with_what_the_first_one_read() {
        double before = remembered();
        Answer first = created();
        Answer second = created();

        assertThat(plansRead()).isOne();
        assertThat(gateway.truth("tellisim")).hasSize(2);
        assertThat(remembered() - before).isOne();
        assertThat(plan(first).path("phase").asText()).isEqualTo("ANSWERED");
        assertThat(plan(first).at("/exchange/readAt").isMissingNode()).isTrue();
        assertThat(plan(second).path("phase").asText()).as("nothing was sent").isEqualTo("NEVER_SENT");
        assertThat(plan(second).path("class").asText()).isEqualTo("SUCCEEDED");
        assertThat(plan(second).path("httpStatus").asInt()).isEqualTo(200);
        assertThat(plan(second).path("rule")).isEqualTo(plan(first).path("rule"));
        assertThat(Instant.parse(plan(second).at("/exchange/readAt").asText()))
                .isEqualTo(Instant.parse(plan(first).path("startedAt").asText()).truncatedTo(ChronoUnit.MILLIS));
    }

    @Test
    void it_is_read_again_once_its_time_is_over() {
        created();
        gateway.pass(Duration.ofMinutes(9));
        created();
        assertThat(plansRead()).isOne();
        gateway.pass(Duration.ofMinutes(1));
        created();

        assertThat(plansRead()).isEqualTo(2);
    }

    @Test
    void an_order_that_the_memory_speaks_against_asks() {
        assertThat(order("", OTHER).status()).isEqualTo(201);
        Answer refused = order("\"at\": \"" + gateway.now().plus(9, ChronoUnit.DAYS) + "\"", OTHER);

        assertThat(refused.status()).as(refused.body()).isEqualTo(422);
        assertThat(refused.text("/errors/0/pointer")).isEqualTo("/activation/until");
        assertThat(plansRead()).isEqualTo(2);
    }

    @Test
    void after_an_order_that_the_provider_refused_the_next_one_asks() {
        created();
        gateway.faults("tellisim", "[{\"match\": \"POST /v3/subscription\", \"effect\": \"status:404-before\", \"times\": 1}]");
        assertThat(order("", "").status()).isEqualTo(422);
        assertThat(plansRead()).isOne();
        created();

        assertThat(plansRead()).isEqualTo(2);
    }

    @Test
    void a_read_that_failed_is_not_remembered() {
        gateway.faults("tellisim", "[{\"match\": \"GET /v3/plans/{id}\", \"effect\": \"status:404-before\", \"times\": 1}]");
        assertThat(order("", "").status()).isEqualTo(422);
        created();
        created();

        assertThat(plansRead()).isEqualTo(2);
    }

    @Test
    void every_account_reads_for_itself() {
        created();
        assertThat(order("", OTHER).status()).isEqualTo(201);

        assertThat(plansRead()).isEqualTo(2);
    }

    @Test
    void an_account_that_was_changed_reads_anew() {
        created();
        Answer known = gateway.get(ADMIN, ACCOUNT);
        Answer changed = gateway.send(ADMIN, "PATCH", ACCOUNT, "{\"settings\": {\"simPageSize\": \"24\"}}", "Content-Type", "application/merge-patch+json",
                "If-Match", known.headers().get("etag"), "Patchbay-Reason", "smaller pages");
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        created();

        assertThat(plansRead()).isEqualTo(2);
    }

    @Test
    void an_account_with_another_key_behind_the_same_reference_reads_anew() throws IOException {
        created();
        try (var files = Files.walk(workspace)) {
            Path key = files.filter(file -> file.endsWith("secrets/tellisim-key")).findFirst().orElseThrow();
            String before = Files.readString(key);
            Files.writeString(key, "another-key");
            assertThat(order("", "").status()).as("the simulator does not know it").isNotEqualTo(201);
            Files.writeString(key, before);
        }
        int tried = plansRead();
        assertThat(tried).isGreaterThan(1);
        created();

        assertThat(plansRead()).as("what the first key had read is still true").isEqualTo(tried);
    }
}
