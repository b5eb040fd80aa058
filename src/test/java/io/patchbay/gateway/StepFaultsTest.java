package io.patchbay.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import io.patchbay.testing.ProviderCopy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An order that takes several calls, with each of them failing in turn. */
class StepFaultsTest {

    private static final String TOKENS = "POST /v1.0/oauth2/tokens";
    private static final String CREATE_SUBSCRIBER = "POST /v1.0/subscribers/create";
    private static final String NUMBERS = "GET /v1.0/numbers";
    private static final String SNAPSHOT = "GET /v1.0/account/subscriptions";
    private static final String READ_PLAN = "GET /v3/plans/{id}";
    private static final String LIST_SIMS = "GET /v3/sims";
    private static final String RESERVED = "select item from pool_item where operation_id = ?";

    @TempDir
    static Path workspace;

    static Gateway gateway;
    static Rows rows;

    private final String key = UUID.randomUUID().toString();
    private final String order = Party.order();

    @BeforeAll
    static void start() {
        gateway = Gateway.start(workspace, ProviderCopy.in(workspace, (name, sheet) -> ProviderCopy.hasty(sheet)));
        rows = new Rows(gateway.database());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** The tokens the gateway holds have to be known to Telegent after its reset, so that only the fault is met. */
    @BeforeEach
    void fresh() {
        gateway.reset();
        rows.execute("delete from pool_item");
        Party.TELEGENT.created(gateway);
    }

    private Answer ordered(Party party, String body, String... headers) {
        return gateway.post(party.key, "/v1/subscriptions", body, headers);
    }

    private Answer ordered(Party party) {
        return ordered(party, order, "Idempotency-Key", key);
    }

    private void isDoneOnceHealthy(Party party, String body) {
        gateway.faults(party.provider, "[]");
        assertThat(ordered(party, body, "Idempotency-Key", key).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({"drop-before,503,provider-unavailable", "garbage,503,provider-unavailable", "status:500-before,503,provider-unavailable",
        "status:401-before,503,provider-credentials-refused", "throttle,429,provider-throttled", "status:408-before,503,provider-unavailable"})
    void without_a_token_nothing_is_sent(String effect, int status, String code) {
        gateway.settings("telegent", "{\"tokenLifetimeSeconds\": 1}");
        Party.TELEGENT.created(gateway);
        gateway.control("POST", "/clock", "{\"advance\": \"PT10M\"}");
        long before = Party.TELEGENT.arrived(gateway, Party.TELEGENT.createCall);
        gateway.faults("telegent", "[{\"match\": \"%s\", \"effect\": \"%s\"}, {\"match\": \"%s\", \"effect\": \"status:401-before\", \"times\": 1}]"
                .formatted(TOKENS, effect, CREATE_SUBSCRIBER));

        Answer answer = ordered(Party.TELEGENT);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.text("/code")).isEqualTo(code);
        assertThat(Party.TELEGENT.operation(gateway, answer.text("/operationId")).path("state").asText()).isEqualTo("REJECTED");
        assertThat(Party.TELEGENT.arrived(gateway, Party.TELEGENT.createCall)).isEqualTo(before);
        isDoneOnceHealthy(Party.TELEGENT, order);
    }

    @ParameterizedTest
    @CsvSource({"drop-before,202,UNKNOWN", "drop-after,202,UNKNOWN", "garbage,202,UNKNOWN", "status:503-after,202,UNKNOWN",
        "status:400-before,422,REJECTED", "throttle,429,REJECTED"})
    void a_subscriber_that_may_not_exist_stops_the_order(String effect, int status, String state) {
        Party.TELEGENT.faulty(gateway, CREATE_SUBSCRIBER, effect);
        long before = Party.TELEGENT.arrived(gateway, CREATE_SUBSCRIBER);

        Answer answer = ordered(Party.TELEGENT);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(Party.TELEGENT.operation(gateway, answer.text("/operationId")).path("state").asText()).isEqualTo(state);
        assertThat(Party.TELEGENT.arrived(gateway, CREATE_SUBSCRIBER) - before).isOne();
        assertThat(gateway.truth("telegent")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"drop-before,503,provider-unavailable", "garbage,503,provider-unavailable", "status:500-before,503,provider-unavailable",
        "status:418-before,503,provider-unavailable", "throttle,429,provider-throttled", "status:401-before,503,provider-credentials-refused"})
    void a_question_lost_after_the_subscriber_was_made_leaves_nothing_in_doubt(String effect, int status, String code) {
        Party.TELEGENT.faulty(gateway, SNAPSHOT, effect);

        Answer answer = ordered(Party.TELEGENT);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.text("/code")).isEqualTo(code);
        assertThat(answer.headers()).containsKey("retry-after");
        JsonNode operation = Party.TELEGENT.operation(gateway, answer.text("/operationId"));
        assertThat(operation.path("state").asText()).isEqualTo("REJECTED");
        assertThat(gateway.truth("telegent")).hasSize(1);
        isDoneOnceHealthy(Party.TELEGENT, order);
        assertThat(gateway.truth("telegent")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"drop-before,503,provider-unavailable", "status:500-before,503,provider-unavailable", "throttle,429,provider-throttled",
        "status:404-before,422,refused-by-provider"})
    void a_number_that_cannot_be_looked_up_is_not_ordered(String effect, int status, String code) {
        String numbered = order.replace("\"sim\"", "\"msisdn\": \"+15550100001\", \"sim\"");
        Party.TELEGENT.faulty(gateway, NUMBERS, effect);

        Answer answer = ordered(Party.TELEGENT, numbered, "Idempotency-Key", key);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.text("/code")).isEqualTo(code);
        assertThat(gateway.truth("telegent")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({READ_PLAN + ",drop-before,503", READ_PLAN + ",garbage,503", READ_PLAN + ",status:500-before,503", READ_PLAN + ",throttle,429",
        READ_PLAN + ",status:401-before,503", LIST_SIMS + ",drop-before,503", LIST_SIMS + ",garbage,503", LIST_SIMS + ",status:500-before,503",
        LIST_SIMS + ",throttle,429", LIST_SIMS + ",status:401-before,503"})
    void a_question_lost_before_anything_was_ordered_leaves_no_trace(String call, String effect, int status) {
        int operations = rows.count("operation");
        Party.TELLISIM.faulty(gateway, call, effect);

        Answer answer = ordered(Party.TELLISIM);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers()).containsKey("retry-after");
        assertThat(rows.count("operation")).isEqualTo(operations);
        assertThat(rows.texts("select item from pool_item where operation_id is not null")).isEmpty();
        assertThat(gateway.truth("tellisim")).isEmpty();
        isDoneOnceHealthy(Party.TELLISIM, order);
    }

    @ParameterizedTest
    @ValueSource(strings = {"throttle", "status:401-before", "status:400-before", "status:404-before"})
    void a_sim_reserved_for_an_order_that_was_not_done_is_given_back(String effect) {
        Party.TELLISIM.faulty(gateway, Party.TELLISIM.createCall, effect);

        Answer answer = ordered(Party.TELLISIM);

        assertThat(answer.status()).as(answer.body()).isIn(422, 429, 503);
        assertThat(rows.texts(RESERVED, answer.text("/operationId"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop-before", "drop-after", "status:500-before", "garbage", "status:418-before"})
    void a_sim_reserved_for_an_order_in_doubt_is_kept_and_nobody_else_gets_it(String effect) {
        gateway.faults("tellisim", "[{\"match\": \"%s\", \"effect\": \"%s\", \"times\": 1}]".formatted(Party.TELLISIM.createCall, effect));

        Answer doubtful = ordered(Party.TELLISIM);

        assertThat(doubtful.status()).as(doubtful.body()).isEqualTo(202);
        assertThat(rows.texts(RESERVED, doubtful.text("/operationId"))).hasSize(1);
        String kept = rows.texts(RESERVED, doubtful.text("/operationId")).getFirst();
        for (int i = 0; i < 3; i++) {
            assertThat(Party.TELLISIM.create(gateway).text("/sim/iccid")).isNotNull().isNotEqualTo(kept);
        }
    }

    @Test
    void a_question_lost_behind_an_answer_given_at_once_lets_the_operation_wait_and_keeps_no_sim() {
        Party.TELLISIM.faulty(gateway, READ_PLAN, "drop-before");

        Answer accepted = ordered(Party.TELLISIM, order, "Prefer", "respond-async");

        assertThat(accepted.status()).isEqualTo(202);
        String operation = accepted.text("/operationId");
        await().untilAsserted(() -> assertThat(Party.TELLISIM.operation(gateway, operation).path("state").asText()).isEqualTo("QUEUED"));
        assertThat(Party.TELLISIM.operation(gateway, operation).at("/outcome/class").asText()).isEqualTo("UNAVAILABLE_NOT_SENT");
        assertThat(rows.texts(RESERVED, operation)).isEmpty();
    }

    @Test
    void an_occupied_sim_that_cannot_be_looked_at_leaves_the_order_in_doubt() {
        gateway.faults("tellisim", """
                [{"match": "POST /v3/subscription", "effect": "status:409-before"}, {"match": "GET /v3/subscriptions/{iccid}", "effect": "throttle"}]""");

        Answer answer = ordered(Party.TELLISIM);

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(rows.texts(RESERVED, answer.text("/operationId"))).hasSize(1);
    }

    @Test
    void a_conflict_at_connect_that_cannot_be_looked_into_leaves_the_order_in_doubt() {
        gateway.faults("connect", """
                [{"match": "POST /subscriptions", "effect": "status:409-before"}, {"match": "GET /subscriptions/{id}", "effect": "throttle"}]""");

        assertThat(ordered(Party.CONNECT).status()).isEqualTo(202);
        assertThat(Party.CONNECT.arrived(gateway, Party.CONNECT.createCall)).isOne();
    }

    @Test
    void a_conflict_that_was_looked_into_is_a_refusal_and_each_answer_is_kept_for_what_it_said() {
        gateway.faults("connect", "[{\"match\": \"POST /subscriptions\", \"effect\": \"status:409-before\"}]");

        Answer answer = ordered(Party.CONNECT);

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        JsonNode operation = Party.CONNECT.operation(gateway, answer.text("/operationId"));
        assertThat(operation.at("/outcome/rule").asText()).isEqualTo("refuse:conflict");
        assertThat(operation.path("attempts").findValuesAsText("rule")).containsExactly("conflict", "absent");
        assertThat(operation.path("attempts").findValuesAsText("class")).containsExactly("SUCCEEDED", "SUCCEEDED");
    }

    @Test
    void a_suspension_that_was_done_is_never_called_refused_because_it_cannot_be_read_back() {
        Answer made = ordered(Party.TELLISIM);
        String attachments = "/v1/subscriptions/" + made.text("/subscriptionId") + "/plan-attachments";
        gateway.control("POST", "/tellisim/sims/" + made.text("/sim/iccid") + "/first-use", "");
        String id = gateway.get(Party.TELLISIM.key, attachments).text("/items/0/planAttachmentId");
        gateway.faults("tellisim", "[{\"match\": \"GET /v3/subscriptions/{iccid}/plan-attachments/{id}\", \"effect\": \"status:404-before\"}]");

        Answer answer = gateway.post(Party.TELLISIM.key, attachments + "/" + id + "/suspend", null);

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        JsonNode operation = Party.TELLISIM.operation(gateway, answer.text("/operationId"));
        assertThat(operation.path("state").asText()).isEqualTo("UNKNOWN");
        assertThat(operation.at("/outcome/rule").asText()).isEqualTo("unknown-plan-attachment");
        assertThat(operation.at("/attempts/1/class").asText()).isEqualTo("SUCCEEDED");
        assertThat(operation.at("/attempts/2/class").asText()).isEqualTo("REJECTED");
    }

    @Test
    void a_missing_credential_is_known_to_have_sent_nothing() throws Exception {
        Path secret = workspace.resolve("config/secrets/connect-api-key");
        String content = Files.readString(secret);
        Files.delete(secret);
        try {
            Answer answer = ordered(Party.CONNECT);
            assertThat(answer.status()).as(answer.body()).isEqualTo(503);
            assertThat(Party.CONNECT.operation(gateway, answer.text("/operationId")).at("/attempts/0/phase").asText()).isEqualTo("NEVER_SENT");
            assertThat(gateway.arrived("connect")).isEmpty();
        } finally {
            Files.writeString(secret, content);
        }
        assertThat(ordered(Party.CONNECT).status()).isEqualTo(201);
    }
}
