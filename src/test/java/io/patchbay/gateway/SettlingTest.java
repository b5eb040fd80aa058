package io.patchbay.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import io.patchbay.testing.ProviderCopy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a provider did although its answer was lost is found out, and what it did not do is done after all: once. */
class SettlingTest {

    @TempDir
    static Path workspace;

    static Gateway gateway;

    private Rows rows;

    @BeforeAll
    static void start() {
        Map<String, String> settings = new HashMap<>(ProviderCopy.in(workspace, (name, sheet) -> ProviderCopy.impatient(sheet)));
        settings.put("patchbay.settling.every", "100");
        gateway = Gateway.start(workspace, settings);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void fresh() {
        gateway.reset();
        rows = new Rows(gateway.database());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"CONNECT,drop-after", "CONNECT,drop-before", "CONNECT,garbage", "CONNECT,status:500-after", "CONNECT,status:503-before",
            "TELEGENT,drop-after", "TELEGENT,drop-before", "TELEGENT,garbage", "TELEGENT,status:500-after", "TELEGENT,status:503-before",
            "TELLISIM,drop-after", "TELLISIM,drop-before", "TELLISIM,garbage", "TELLISIM,status:500-after", "TELLISIM,status:503-before"})
    void a_create_whose_answer_was_lost_ends_as_one_subscription(Party party, String effect) {
        party.created(gateway);
        int before = gateway.truth(party.provider).size();
        once(party, party.createCall, effect);

        Answer answer = party.create(gateway);

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        JsonNode operation = settled(party, answer.text("/operationId"));
        assertThat(operation.path("state").asText()).as(operation.toPrettyString()).isEqualTo("SUCCEEDED");
        assertThat(gateway.truth(party.provider).size()).isEqualTo(before + 1);
        JsonNode subscription = gateway.get(party.key, "/v1/subscriptions/" + answer.text("/subscriptionId") + "?refresh=true").json();
        assertThat(subscription.at("/provider/subscriptionId").asText()).as(subscription.toPrettyString()).isNotEmpty();
        assertThat(attempts(operation, attempt -> attempt.has("probe"))).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"CONNECT,drop-after", "CONNECT,drop-before", "TELEGENT,drop-after", "TELEGENT,drop-before", "TELLISIM,drop-after", "TELLISIM,drop-before"})
    void a_cancellation_whose_answer_was_lost_ends_cancelled(Party party, String effect) {
        String id = party.created(gateway);
        once(party, party.cancelCall, effect);

        Answer answer = gateway.post(party.key, "/v1/subscriptions/" + id + "/cancel", "{}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        JsonNode operation = settled(party, answer.text("/operationId"));
        assertThat(operation.path("state").asText()).as(operation.toPrettyString()).isEqualTo("SUCCEEDED");
        JsonNode subscription = party.record(gateway, id);
        assertThat(List.of(subscription.path("status").asText(), subscription.at("/pendingStatus/status").asText())).contains("CANCELLED");
    }

    @Test
    void a_probe_that_gets_garbage_is_no_answer() {
        Party party = Party.TELLISIM;
        party.created(gateway);
        gateway.faults(party.provider, """
                [{"match": "POST /v3/subscription", "effect": "drop-after", "times": 1}, {"match": "GET /v3/subscriptions/{iccid}", "effect": "garbage", "times": 2}]""");

        String id = party.create(gateway).text("/operationId");

        JsonNode operation = settled(party, id);
        assertThat(operation.path("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(attempts(operation, attempt -> attempt.path("finding").asText().equals("unclear"))).hasSize(2);
        assertThat(attempts(operation, attempt -> attempt.path("finding").asText().equals("done"))).hasSize(1);
    }

    @Test
    void what_no_probe_can_tell_is_left_to_a_person() {
        Party party = Party.TELLISIM;
        String id = party.created(gateway);
        once(party, "POST /v3/subscriptions/{iccid}/send-sms", "drop-after");

        String operation = gateway.post(party.key, "/v1/subscriptions/" + id + "/sms", "{\"from\": \"Patchbay\", \"message\": \"hello\"}").text("/operationId");

        await().untilAsserted(() -> assertThat(state(operation)).isEqualTo("NEEDS_ATTENTION"));
        assertThat(party.operation(gateway, operation).at("/outcome/rule").asText()).isEqualTo("unprovable");
    }

    @ParameterizedTest
    @EnumSource(Party.class)
    void an_order_whose_node_died_before_sending_is_carried_out(Party party) {
        String key = UUID.randomUUID().toString();
        party.created(gateway);
        int before = gateway.truth(party.provider).size();
        once(party, party.createCall, "drop-before");
        String id = gateway.post(party.key, "/v1/subscriptions", Party.order(), "Idempotency-Key", key).text("/operationId");
        rows.execute("update operation set state = 'SENDING', outcome = null, lost_at = null, due_at = clock_timestamp(), lease_until = clock_timestamp() "
                + "where operation_id = '" + id + "'");

        assertThat(settled(party, id).path("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(gateway.truth(party.provider).size()).isEqualTo(before + 1);
    }

    private static void once(Party party, String call, String effect) {
        gateway.faults(party.provider, "[{\"match\": \"%s\", \"effect\": \"%s\", \"times\": 1}]".formatted(call, effect));
    }

    private String state(String operation) {
        return rows.texts("select state from operation where operation_id = ?", operation).getFirst();
    }

    private JsonNode settled(Party party, String id) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(state(id)).isIn("SUCCEEDED", "REJECTED", "NEEDS_ATTENTION"));
        return party.operation(gateway, id);
    }

    private static List<JsonNode> attempts(JsonNode operation, Predicate<JsonNode> which) {
        return StreamSupport.stream(operation.path("attempts").spliterator(), false).filter(which).toList();
    }
}
