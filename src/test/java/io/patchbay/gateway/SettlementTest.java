package io.patchbay.gateway;

import static io.patchbay.testing.Gateway.ACME;
import static io.patchbay.testing.Gateway.ADMIN;
import static io.patchbay.testing.Gateway.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What asking cannot find out a person settles: once, with a reason, and only while no node works on it. */
@ExtendWith(OutputCaptureExtension.class)
class SettlementTest {

    private static final String REJECTED = "{\"outcome\": \"rejected\", \"reason\": \"Nothing of it at the provider\"}";
    private static final String SUCCEEDED = "{\"outcome\": \"succeeded\", \"reason\": \"Seen at the provider\"}";

    @TempDir
    static Path workspace;

    static Gateway gateway;
    static Rows rows;

    private final String key = UUID.randomUUID().toString();

    @BeforeAll
    static void start() {
        gateway = Gateway.start(workspace);
        rows = new Rows(gateway.database());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void fresh() {
        gateway.reset();
    }

    private static String waiting(Answer lost, String state) {
        assertThat(lost.status()).as(lost.body()).isEqualTo(202);
        String id = lost.text("/operationId");
        rows.execute("update operation set state = '" + state + "', due_at = null, lease_until = null, "
                + "fence = fence + 1 where operation_id = '" + id + "'");
        return id;
    }

    /** A create that the provider has carried out and nobody knows about. */
    private String lostCreate(Party party) {
        party.faulty(gateway, party.createCall, "drop-after");
        return waiting(gateway.post(party.key, "/v1/subscriptions", Party.order(), "Idempotency-Key", key), "NEEDS_ATTENTION");
    }

    private static String lostChange(Party party, String subscription, String change, String call, String body) {
        gateway.faults(party.provider, "[{\"match\": \"%s\", \"effect\": \"drop-after\", \"times\": 1}]".formatted(call));
        return waiting(gateway.post(party.key, "/v1/subscriptions/" + subscription + change, body), "NEEDS_ATTENTION");
    }

    private static Answer settle(String operation, String statement) {
        return gateway.post(ADMIN, "/admin/v1/operations/" + operation + "/settle", statement);
    }

    private static String found(String subscription) {
        return SUCCEEDED.replace("}", ", \"subscription\": " + subscription + "}");
    }

    private static JsonNode subscription(Party party, String operation) {
        return party.record(gateway, party.operation(gateway, operation).path("subscriptionId").asText());
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.text("/code")).isEqualTo(code);
    }

    private static double counted(Party party, String state) {
        return gateway.application().getBean(MeterRegistry.class)
                .counter("patchbay.operations", "kind", "create", "provider", party.provider, "state", state).count();
    }

    @Test
    void a_create_that_was_carried_out_becomes_the_subscription_that_was_found(CapturedOutput output) {
        String id = lostCreate(Party.TELEGENT);
        String madeAs = gateway.truth("telegent").path(0).path("subscriptionId").asText(UUID.randomUUID().toString());
        double before = counted(Party.TELEGENT, "SUCCEEDED");

        Answer settled = settle(id, found("""
                {"providerSubscriptionId": "%s", "msisdn": "+12025550177", "sim": {"iccid": "8901000000000000777"},
                 "handles": {"subscriberId": "4711"}}""".formatted(madeAs)));

        assertThat(settled.status()).as(settled.body()).isEqualTo(200);
        assertThat(settled.text("/state")).isEqualTo("SUCCEEDED");
        assertThat(settled.text("/tenant")).isEqualTo("globex");
        JsonNode outcome = Party.TELEGENT.operation(gateway, id).path("outcome");
        assertThat(outcome.path("class").asText()).isEqualTo("SUCCEEDED");
        assertThat(outcome.path("rule").asText()).isEqualTo("settled-by-person");
        assertThat(outcome.path("settledBy").asText()).isNotEmpty();
        assertThat(outcome.path("settledAt").asText()).isNotEmpty();
        assertThat(outcome.path("reason").asText()).isEqualTo("Seen at the provider");
        JsonNode made = subscription(Party.TELEGENT, id);
        assertThat(made.path("status").asText()).isEqualTo("ACTIVATED");
        assertThat(made.at("/provider/subscriptionId").asText()).isEqualTo(madeAs);
        assertThat(made.at("/sim/iccid").asText()).isEqualTo("8901000000000000777");
        assertThat(made.path("msisdn").asText()).isEqualTo("+12025550177");
        assertThat(rows.texts("select details #>> '{handles,subscriberId}' from subscription where open_operation is null and subscription_id = ?",
                made.path("subscriptionId").asText())).containsExactly("4711");
        assertThat(counted(Party.TELEGENT, "SUCCEEDED")).isEqualTo(before + 1);
        assertThat(output).contains("Operation " + id + " (create of tenant globex) was settled as SUCCEEDED by administrator");
        assertThat(output.toString()).doesNotContain("Seen at the provider");
    }

    @ParameterizedTest
    @EnumSource(Party.class)
    void a_create_that_was_not_carried_out_fails_and_gives_back_what_it_had(Party party) {
        String id = lostCreate(party);

        assertThat(settle(id, REJECTED).text("/state")).isEqualTo("REJECTED");

        assertThat(subscription(party, id).path("status").asText()).isEqualTo("FAILED");
        assertThat(rows.texts("select item from pool_item where operation_id = ?", id)).isEmpty();
        assertThat(rows.texts("select number from attempt where operation_id = ? and request is not null", id)).isEmpty();
        assertThat(rows.texts("select context from operation where operation_id = ? and (context is not null or progress is not null)", id)).isEmpty();
    }

    @Test
    void the_first_answer_under_an_idempotency_key_stays() {
        Party.CONNECT.faulty(gateway, Party.CONNECT.createCall, "drop-after");
        String order = Party.order();
        Answer lost = gateway.post(ACME, "/v1/subscriptions", order, "Idempotency-Key", key);
        settle(waiting(lost, "UNKNOWN"), REJECTED);

        Answer again = gateway.post(ACME, "/v1/subscriptions", order, "Idempotency-Key", key);

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.body()).isEqualTo(lost.body());
    }

    @Test
    void an_order_that_was_never_answered_is_answered_with_how_it_was_settled() {
        Party.CONNECT.faulty(gateway, Party.CONNECT.createCall, "drop-after");
        String order = Party.order();
        String id = waiting(gateway.post(ACME, "/v1/subscriptions", order, "Idempotency-Key", key), "SENDING");
        rows.execute("update idempotency set status = null, headers = null, body = null, locked_until = now() where operation_id = '" + id + "'");

        settle(id, REJECTED);

        assertThat(gateway.post(ACME, "/v1/subscriptions", order, "Idempotency-Key", key).text("/state")).isEqualTo("REJECTED");
    }

    @Test
    void a_cancel_that_was_carried_out_ends_the_subscription_and_frees_what_it_was_known_by() {
        String subscription = Party.TELLISIM.created(gateway);
        String iccid = rows.texts("select iccid from subscription where subscription_id = ?", subscription).getFirst();
        assertThat(rows.texts("select item from pool_item where item = ?", iccid)).hasSize(1);
        String id = lostChange(Party.TELLISIM, subscription, "/cancel", Party.TELLISIM.cancelCall, "{}");

        settle(id, SUCCEEDED);

        assertThat(Party.TELLISIM.record(gateway, subscription).path("status").asText()).isEqualTo("CANCELLED");
        assertThat(rows.texts("select item from pool_item where item = ?", iccid)).isEmpty();
    }

    @Test
    void what_a_subscription_was_known_by_stays_reserved_where_its_cancel_left_more_than_once() {
        String subscription = Party.TELLISIM.created(gateway);
        String iccid = rows.texts("select iccid from subscription where subscription_id = ?", subscription).getFirst();
        String id = lostChange(Party.TELLISIM, subscription, "/cancel", Party.TELLISIM.cancelCall, "{}");
        rows.execute("insert into attempt (operation_id, number, step, phase, started_at, digest, request, exchange) "
                + "select operation_id, number + 10, step, phase, started_at, digest, request, exchange from attempt "
                + "where operation_id = '" + id + "' and request is not null");

        settle(id, SUCCEEDED);

        assertThat(Party.TELLISIM.record(gateway, subscription).path("status").asText()).isEqualTo("CANCELLED");
        assertThat(rows.texts("select item from pool_item where item = ? and free_at > clock_timestamp()", iccid)).hasSize(1);
    }

    @Test
    void a_cancel_that_was_not_carried_out_leaves_the_subscription_as_it_was() {
        String subscription = Party.CONNECT.created(gateway);
        JsonNode before = Party.CONNECT.record(gateway, subscription);
        String id = lostChange(Party.CONNECT, subscription, "/cancel", Party.CONNECT.cancelCall, "{}");

        settle(id, REJECTED);

        assertThat(Party.CONNECT.record(gateway, subscription).path("status")).isEqualTo(before.path("status"));
        assertThat(rows.texts("select open_operation from subscription where subscription_id = ?", subscription)).containsOnlyNulls();
    }

    @Test
    void of_a_cancel_for_later_only_a_person_knows_whether_it_has_ended() {
        String subscription = Party.CONNECT.created(gateway);
        String id = lostChange(Party.CONNECT, subscription, "/cancel", Party.CONNECT.cancelCall, "{\"at\": \"2099-01-01\"}");

        Answer refused = settle(id, SUCCEEDED);
        assertProblem(refused, 422, "invalid");
        assertThat(refused.text("/errors/0/pointer")).isEqualTo("/subscription/status");
        assertThat(settle(id, found("{\"status\": \"ACTIVATED\"}")).status()).isEqualTo(200);
        assertThat(Party.CONNECT.record(gateway, subscription).path("status").asText()).isEqualTo("ACTIVATED");
    }

    @ParameterizedTest
    @CsvSource({"/pause,PAUSED", "/resume,ACTIVATED"})
    void a_pause_and_a_resume_do_what_they_are_called(String change, String status) {
        String subscription = gateway.post(GLOBEX, "/v1/subscriptions", Party.order().replace("\"esim\": true", "\"iccid\": \"8901240397190002080\""))
                .text("/subscriptionId");
        rows.execute("update subscription set status = '" + (status.equals("PAUSED") ? "ACTIVATED" : "PAUSED") + "' where subscription_id = '" + subscription + "'");
        String id = lostChange(Party.TELEGENT, subscription, change, "POST /v1.0/sims/update-status", null);

        settle(id, SUCCEEDED);

        assertThat(Party.TELEGENT.record(gateway, subscription).path("status").asText()).isEqualTo(status);
    }

    @Test
    void a_shell_that_was_made_waits_for_its_activation() {
        Party.CONNECT.faulty(gateway, Party.CONNECT.createCall, "drop-after");
        String shell = Party.order().replaceAll("(?s),\\s*\"activation\": .*", "}");
        String id = waiting(gateway.post(ACME, "/v1/subscriptions", shell), "UNKNOWN");

        settle(id, found("{\"providerSubscriptionId\": \"" + UUID.randomUUID() + "\"}"));

        assertThat(subscription(Party.CONNECT, id).path("status").asText()).isEqualTo("PENDING");
    }

    @Test
    void an_operation_without_context_and_of_a_provider_out_of_service_can_be_settled() {
        String id = lostCreate(Party.CONNECT);
        rows.execute("update operation set context = null, progress = null, provider = 'gone', account = 'gone' where operation_id = '" + id + "'");

        assertThat(settle(id, found("{\"providerSubscriptionId\": \"" + UUID.randomUUID() + "\"}")).status()).isEqualTo(200);

        assertThat(subscription(Party.CONNECT, id).path("status").asText()).isEqualTo("ACTIVATED");
    }

    @Test
    void what_cannot_be_unsealed_can_be_settled() {
        Party.CONNECT.faulty(gateway, Party.CONNECT.createCall, "drop-after");
        String ported = Party.order().replace("\"activation\": {", "\"activation\": {\"msisdn\": \"+46701234567\", "
                + "\"porting\": {\"firstName\": \"A\", \"lastName\": \"B\", \"accountNumber\": \"account-to-port\"}, ");
        String id = waiting(gateway.post(ACME, "/v1/subscriptions", ported), "UNKNOWN");
        rows.execute("update operation set command = jsonb_set(command, '{activation,porting,sealed}', '\"AAAA\"') where operation_id = '" + id + "'");

        assertThat(settle(id, REJECTED).status()).isEqualTo(200);
    }

    @Test
    void what_is_settled_is_settled() {
        String id = lostCreate(Party.CONNECT);
        settle(id, REJECTED);

        Answer again = settle(id, SUCCEEDED);

        assertProblem(again, 409, "already-settled");
        assertThat(again.text("/detail")).contains("REJECTED");
        assertThat(again.text("/operationId")).isEqualTo(id);
        assertThat(again.json().path("retryable").asBoolean()).isFalse();
    }

    @Test
    void what_a_node_works_on_is_left_to_it() {
        String id = lostCreate(Party.CONNECT);
        rows.execute("update operation set state = 'UNKNOWN', lease_until = now() + interval '1 minute' where operation_id = '" + id + "'");

        Answer busy = settle(id, REJECTED);

        assertProblem(busy, 409, "operation-busy");
        assertThat(busy.headers()).containsKey("retry-after");
        assertThat(busy.json().path("retryable").asBoolean()).isTrue();
        assertThat(Party.CONNECT.operation(gateway, id).path("state").asText()).isEqualTo("UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RECEIVED", "QUEUED", "SENDING", "UNKNOWN", "NEEDS_ATTENTION"})
    void whatever_is_open_and_left_alone_can_be_settled(String state) {
        String id = lostCreate(Party.CONNECT);
        rows.execute("update operation set state = '" + state + "' where operation_id = '" + id + "'");

        assertThat(settle(id, REJECTED).text("/state")).isEqualTo("REJECTED");
    }

    @Test
    void an_operation_that_does_not_exist_cannot_be_settled() {
        assertProblem(settle("op_" + "0".repeat(32), REJECTED), 404, "not-found");
        assertProblem(gateway.get(ADMIN, "/admin/v1/operations/op_" + "0".repeat(32)), 404, "not-found");
    }

    @Test
    void two_subscriptions_are_not_one_and_the_operation_is_given_back() {
        String other = Party.CONNECT.created(gateway);
        String taken = Party.CONNECT.record(gateway, other).at("/provider/subscriptionId").asText();
        String id = lostCreate(Party.CONNECT);

        Answer refused = settle(id, found("{\"providerSubscriptionId\": \"" + taken + "\"}"));

        assertProblem(refused, 409, "provider-subscription-taken");
        assertThat(refused.text("/errors/0/pointer")).isEqualTo("/subscription/providerSubscriptionId");
        assertThat(Party.CONNECT.operation(gateway, id).path("state").asText()).isEqualTo("NEEDS_ATTENTION");
        assertThat(settle(id, REJECTED).status()).isEqualTo(200);
    }

    @Test
    void what_cannot_be_written_down_is_given_back() {
        String id = lostCreate(Party.CONNECT);
        rows.execute("create function no() returns trigger language plpgsql as 'begin raise exception ''no''; end'; "
                + "create trigger refusing before update on subscription for each row execute function no()");
        try {
            assertProblem(settle(id, REJECTED), 503, "not-ready");
        } finally {
            rows.execute("drop trigger refusing on subscription; drop function no()");
        }
        assertThat(settle(id, REJECTED).status()).isEqualTo(200);
    }

    @Test
    void what_was_made_has_to_be_named() {
        String id = lostCreate(Party.CONNECT);

        Answer refused = settle(id, SUCCEEDED);

        assertProblem(refused, 422, "invalid");
        assertThat(refused.text("/errors/0/pointer")).isEqualTo("/subscription/providerSubscriptionId");
        assertThat(rows.texts("select fence from operation where operation_id = ?", id)).as("not taken over").containsExactly("2");
    }

    @Test
    void a_subscription_that_has_a_name_keeps_it() {
        String subscription = Party.CONNECT.created(gateway);
        String id = lostChange(Party.CONNECT, subscription, "/cancel", Party.CONNECT.cancelCall, "{}");

        assertThat(settle(id, found("{\"providerSubscriptionId\": \"another\"}")).text("/errors/0/code")).isEqualTo("other");
        String known = Party.CONNECT.record(gateway, subscription).at("/provider/subscriptionId").asText();
        assertThat(settle(id, found("{\"providerSubscriptionId\": \"" + known + "\"}")).status()).isEqualTo(200);
    }

    @Test
    void what_changes_nothing_of_a_subscription_says_nothing_of_it() {
        String subscription = Party.TELLISIM.created(gateway);
        JsonNode before = Party.TELLISIM.record(gateway, subscription);
        String id = lostChange(Party.TELLISIM, subscription, "/sms", "POST /v3/subscriptions/{iccid}/send-sms", "{\"from\": \"Me\", \"message\": \"Hi\"}");

        assertThat(settle(id, found("{\"msisdn\": \"+12025550178\"}")).text("/errors/0/code")).isEqualTo("not-needed");
        assertThat(settle(id, SUCCEEDED).status()).isEqualTo(200);
        assertThat(Party.TELLISIM.record(gateway, subscription).path("status")).isEqualTo(before.path("status"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"outcome\": \"rejected\"}", "{\"outcome\": \"rejected\", \"reason\": \"\"}", "{\"outcome\": \"rejected\", \"reason\": \"  \"}",
        "{\"outcome\": \"unknown\", \"reason\": \"x\"}", "{\"outcome\": \"rejected\", \"reason\": \"x\", \"subscription\": {\"status\": \"CANCELLED\"}}",
        "{\"outcome\": \"succeeded\", \"reason\": \"x\", \"subscription\": {\"status\": \"FAILED\"}}",
        "{\"outcome\": \"succeeded\", \"reason\": \"x\", \"subscription\": {\"handles\": {\"a\": 1}}}"})
    void a_statement_that_says_too_little_or_too_much_is_refused(String statement) {
        String id = lostCreate(Party.CONNECT);

        assertProblem(settle(id, statement), 422, "invalid");

        assertThat(Party.CONNECT.operation(gateway, id).path("state").asText()).isEqualTo("NEEDS_ATTENTION");
    }

    @Test
    void only_administrators_look_at_other_peoples_operations_and_settle_them() {
        String id = lostCreate(Party.CONNECT);
        for (String tenant : List.of(ACME, GLOBEX, Gateway.READ_ONLY)) {
            assertProblem(gateway.post(tenant, "/admin/v1/operations/" + id + "/settle", REJECTED), 403, "scope-missing");
            assertProblem(gateway.get(tenant, "/admin/v1/operations/" + id), 403, "scope-missing");
            assertProblem(gateway.get(tenant, "/admin/v1/operations"), 403, "scope-missing");
        }
        assertProblem(gateway.post(null, "/admin/v1/operations/" + id + "/settle", REJECTED), 401, "unauthenticated");
    }

    @Test
    void an_administrator_finds_what_has_to_be_settled_whoever_ordered_it() {
        String first = lostCreate(Party.CONNECT);
        String second = lostCreate(Party.TELEGENT);
        Answer all = gateway.get(ADMIN, "/admin/v1/operations?state=NEEDS_ATTENTION&limit=200");

        assertThat(ids(all)).contains(first, second);
        assertThat(ids(gateway.get(ADMIN, "/admin/v1/operations?state=NEEDS_ATTENTION&tenant=globex&limit=200"))).contains(second).doesNotContain(first);
        assertThat(ids(gateway.get(ADMIN, "/admin/v1/operations?account=acme-connect&limit=200"))).contains(first).doesNotContain(second);
        assertThat(ids(gateway.get(ADMIN, "/admin/v1/operations?limit=1"))).containsExactly(second);
        String cursor = gateway.get(ADMIN, "/admin/v1/operations?limit=1").text("/nextCursor");
        assertThat(ids(gateway.get(ADMIN, "/admin/v1/operations?limit=1&cursor=" + cursor))).containsExactly(first);
        assertProblem(gateway.get(ADMIN, "/admin/v1/operations?cursor=x"), 400, "malformed-request");
        assertThat(gateway.get(ADMIN, "/admin/v1/operations/" + first).json().path("attempts")).isNotEmpty();
        assertThat(gateway.get(ADMIN, "/admin/v1/operations/" + first).text("/tenant")).isEqualTo("acme");
        assertThat(gateway.get(ACME, "/v1/operations/" + first).json().has("tenant")).isFalse();
    }

    private static List<String> ids(Answer page) {
        return StreamSupport.stream(page.json().path("items").spliterator(), false).map(item -> item.path("operationId").asText()).toList();
    }
}
