package io.patchbay.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.patchbay.operation.Journal;
import io.patchbay.operation.Opening;
import io.patchbay.operation.Operation;
import io.patchbay.operation.OperationState;
import io.patchbay.operation.Operations;
import io.patchbay.sandbox.SandboxCredentials;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import io.patchbay.testing.ProviderCopy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What certainly was not done is tried again, goes to another account or waits; what may have been done stays where it is. */
class RecourseTest {

    private static final String CREATE = "/v1/subscriptions";

    /** Nobody listens on the port of the dead accounts. */
    private static final String ACCOUNTS = """
              dead-connect:
                {provider: connect, title: Dead, baseUrl: "http://localhost:1", sandbox: true, credentials: {apiKey: "file:secrets/connect-api-key"}}
              dead-tellisim:
                {provider: tellisim, title: Dead, baseUrl: "http://localhost:1", sandbox: true, credentials: {apiKey: "file:secrets/tellisim-key"}}
              acme-telegent:
                provider: telegent
                title: Acme at Telegent
                baseUrl: %s
                sandbox: true
                credentials: {accountKey: "file:secrets/telegent-account-key", accountSecret: "file:secrets/telegent-account-secret"}
                settings: {accountId: AID-ceb82085-2725-45a1-bd5e-526ed19799d7}
            """;

    private static final String RULES = """
            routes:
              - {id: waits, tenant: acme, when: '.metadata.route == "waits"', targets: [{account: acme-connect, weight: 1}], onUnavailable: queue}
              - {id: dead, tenant: acme, when: '.metadata.route == "dead"', targets: [{account: dead-connect, weight: 1}]}
              - {id: dead-waits, tenant: acme, when: '.metadata.route == "dead-waits"', targets: [{account: dead-connect, weight: 1}], onUnavailable: queue}
              - {id: same, tenant: acme, when: '.metadata.route == "same"', targets: [{account: dead-connect, weight: 1}], failover: [acme-connect]}
              - {id: other, tenant: acme, when: '.metadata.route == "other"', targets: [{account: dead-connect, weight: 1}], failover: [dead-tellisim, acme-telegent]}
              - {id: all-dead, tenant: acme, when: '.metadata.route == "all-dead"', targets: [{account: dead-connect, weight: 1}], failover: [dead-tellisim], onUnavailable: queue}
              - {id: doubt, tenant: acme, when: '.metadata.route == "doubt"', targets: [{account: acme-connect, weight: 1}], failover: [acme-telegent]}
            """;

    @TempDir
    static Path workspace;

    static Gateway gateway;
    static Rows rows;

    private final String key = UUID.randomUUID().toString();

    @BeforeAll
    static void start() {
        Map<String, String> settings = new HashMap<>(ProviderCopy.in(workspace, (name, sheet) -> ProviderCopy.impatient(sheet)
                .replaceFirst("retry: \\{attempts: 2, first: \\d+ms", "retry: {attempts: 4, first: 50ms")));
        settings.put("patchbay.settling.every", "100");
        gateway = Gateway.start(workspace, settings, SandboxCredentials.demo(), RecourseTest::routed);
        rows = new Rows(gateway.database());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static void routed(Path configuration) {
        Path accounts = configuration.resolve("accounts.yaml");
        String known = read(accounts);
        String telegent = known.replaceAll("(?s).*Telegent \\(simulated\\)\\s+baseUrl: (\\S+).*", "$1");
        write(accounts, known + ACCOUNTS.formatted(telegent));
        Path routing = configuration.resolve("routing.yaml");
        write(routing, read(routing).replace("routes:\n", RULES));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an earlier test left in the queue must not be sent while this one counts. */
    @BeforeEach
    void fresh() {
        rows.execute("update operation set due_at = null where state in ('QUEUED', 'UNKNOWN')");
        gateway.reset();
    }

    private static String body(String route) {
        return Party.order().replace("\"activation\"", "\"metadata\": {\"route\": \"" + route + "\"}, \"activation\"");
    }

    private Answer ordered(String route, String... headers) {
        return gateway.post(Gateway.ACME, CREATE, body(route), headers);
    }

    private static JsonNode operation(String id) {
        return Party.CONNECT.operation(gateway, id);
    }

    private static JsonNode operationOf(Answer created) {
        return operation(rows.texts("select operation_id from operation where subscription_id = ?", created.text("/subscriptionId")).getFirst());
    }

    private static List<String> attempts(JsonNode operation, String field) {
        return operation.path("attempts").findValuesAsText(field);
    }

    private static void once(String call, String effect, long retryAfter) {
        gateway.faults("connect", "[{\"match\": \"%s\", \"effect\": \"%s\", \"times\": 1, \"retryAfter\": %d}]".formatted(call, effect, retryAfter));
    }

    private static double counted(String action, String account) {
        return gateway.application().getBean(MeterRegistry.class).find("patchbay.recourse").tags("action", action, "account", account)
                .counters().stream().mapToDouble(counter -> counter.count()).sum();
    }

    private static void opened(String account) {
        gateway.application().getBean(CircuitBreakerRegistry.class).circuitBreaker(account).transitionToForcedOpenState();
    }

    private static void due(String operationId) {
        rows.execute("update operation set due_at = clock_timestamp() where operation_id = '" + operationId + "'");
    }

    private static void isQueued(Answer answer, String account, String outcome) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.text("/state")).isEqualTo("QUEUED");
        assertThat(answer.text("/outcome/class")).isEqualTo(outcome);
        assertThat(answer.text("/provider/account")).isEqualTo(account);
        assertThat(answer.headers().get("location")).isEqualTo("/v1/operations/" + answer.text("/operationId"));
        assertThat(rows.texts("select status from subscription where open_operation = ?", answer.text("/operationId"))).containsExactly("PENDING");
        assertThat(rows.texts("select operation_id from operation where operation_id = ? and due_at > clock_timestamp()", answer.text("/operationId")))
                .as("taken up later").hasSize(1);
    }

    @Test
    void a_refused_connection_is_tried_again_and_both_attempts_are_evidence() {
        String known = Party.CONNECT.created(gateway);
        Party.CONNECT.faulty(gateway, "*", "refuse-connection");
        // an order on a connection that was just cut would count as maybe sent
        gateway.get(Gateway.ACME, CREATE + "/" + known + "?refresh=true");
        double before = counted("retry", "acme-connect");
        long arrived = Party.CONNECT.arrived(gateway, Party.CONNECT.createCall);

        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> Party.CONNECT.create(gateway));
        await().until(() -> counted("retry", "acme-connect") > before);
        gateway.faults("connect", "[]");

        assertThat(answer.join().status()).as(answer.join().body()).isEqualTo(201);
        JsonNode operation = operationOf(answer.join());
        assertThat(attempts(operation, "phase")).startsWith("NEVER_SENT").endsWith("ANSWERED").doesNotContain("MAYBE_SENT");
        assertThat(attempts(operation, "requestDigest").stream().distinct()).as("the same bytes").hasSize(1);
        assertThat(Party.CONNECT.arrived(gateway, Party.CONNECT.createCall) - arrived).isOne();
    }

    @Test
    void each_try_is_written_down_before_it_leaves() {
        Answer answer = ordered("dead");

        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        JsonNode operation = operation(answer.text("/operationId"));
        assertThat(operation.path("state").asText()).isEqualTo("REJECTED");
        assertThat(attempts(operation, "phase")).containsExactly("NEVER_SENT", "NEVER_SENT", "NEVER_SENT", "NEVER_SENT", "NEVER_SENT");
        assertThat(attempts(operation, "account")).hasSize(5).containsOnly("dead-connect");
    }

    @Test
    void a_short_wait_that_the_provider_asks_for_is_kept_within_the_request() {
        once(Party.CONNECT.createCall, "throttle", 1);

        Answer answer = Party.CONNECT.create(gateway);

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(attempts(operationOf(answer), "class")).containsExactly("THROTTLED", "SUCCEEDED");
    }

    @Test
    void a_long_wait_is_passed_on_to_the_caller() {
        once(Party.CONNECT.createCall, "throttle", 60);

        Answer answer = Party.CONNECT.create(gateway);

        assertThat(answer.status()).as(answer.body()).isEqualTo(429);
        assertThat(answer.headers()).containsEntry("retry-after", "60");
        assertThat(Party.CONNECT.arrived(gateway, Party.CONNECT.createCall)).isOne();
    }

    @Test
    void a_long_wait_is_spent_in_the_queue_where_the_rule_says_so_and_then_the_order_is_carried_out() {
        String order = body("waits");
        once(Party.CONNECT.createCall, "throttle", 60);

        Answer answer = gateway.post(Gateway.ACME, CREATE, order, "Idempotency-Key", key);

        isQueued(answer, "acme-connect", "THROTTLED");
        assertThat(rows.texts("select operation_id from operation where operation_id = ? and due_at > clock_timestamp() + interval '50 seconds'",
                answer.text("/operationId"))).hasSize(1);
        Answer again = gateway.post(Gateway.ACME, CREATE, order, "Idempotency-Key", key);
        assertThat(again.body()).isEqualTo(answer.body());
        assertThat(again.headers()).containsEntry("idempotency-replayed", "true");
        Answer second = gateway.post(Gateway.ACME, CREATE + "/" + answer.text("/subscriptionId") + "/cancel", "{}");
        assertThat(second.status()).as(second.body()).isEqualTo(409);
        assertThat(second.text("/code")).isEqualTo("operation-in-progress");
        assertThat(second.text("/operationId")).isEqualTo(answer.text("/operationId"));
        assertThat(gateway.truth("connect")).isEmpty();

        due(answer.text("/operationId"));
        await().untilAsserted(() -> assertThat(operation(answer.text("/operationId")).path("state").asText()).isEqualTo("SUCCEEDED"));
        assertThat(gateway.truth("connect")).hasSize(1);
        assertThat(gateway.get(Gateway.ACME, CREATE + "/" + answer.text("/subscriptionId")).text("/provider/subscriptionId")).isNotNull();
    }

    @Test
    void a_change_waits_where_the_first_rule_that_names_its_account_says_so() {
        String id = Party.CONNECT.created(gateway);
        once(Party.CONNECT.cancelCall, "throttle", 60);

        Answer answer = gateway.post(Gateway.ACME, CREATE + "/" + id + "/cancel", "{}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.text("/state")).isEqualTo("QUEUED");
        Answer second = gateway.post(Gateway.ACME, CREATE + "/" + id + "/cancel", "{}");
        assertThat(second.text("/operationId")).isEqualTo(answer.text("/operationId"));
        due(answer.text("/operationId"));
        await().untilAsserted(() -> assertThat(operation(answer.text("/operationId")).path("state").asText()).isEqualTo("SUCCEEDED"));
    }

    @Test
    void a_create_that_an_account_cannot_take_goes_to_the_next_one_and_belongs_to_it() {
        double before = counted("failover", "dead-connect");

        Answer answer = ordered("same");

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.text("/provider/account")).isEqualTo("acme-connect");
        assertThat(answer.json().path("notices").findValuesAsText("code")).contains("failed-over");
        JsonNode operation = operationOf(answer);
        assertThat(operation.at("/provider/account").asText()).isEqualTo("acme-connect");
        assertThat(attempts(operation, "account")).startsWith("dead-connect").endsWith("acme-connect");
        assertThat(attempts(operation, "phase")).endsWith("NEVER_SENT", "ANSWERED");
        assertThat(gateway.truth("connect")).hasSize(1);
        assertThat(counted("failover", "dead-connect") - before).isOne();
        assertThat(gateway.post(Gateway.ACME, CREATE + "/" + answer.text("/subscriptionId") + "/cancel", "{}").status()).isEqualTo(200);
    }

    @Test
    void a_create_goes_on_to_another_provider_past_one_that_cannot_be_reached_either() {
        Answer answer = ordered("other", "Idempotency-Key", key);

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.text("/provider/name")).isEqualTo("telegent");
        assertThat(answer.json().path("notices").findValuesAsText("message")).anyMatch(message -> message.contains("account dead-connect"));
        assertThat(attempts(operationOf(answer), "account").stream().distinct()).containsExactly("dead-connect", "dead-tellisim", "acme-telegent");
        assertThat(gateway.truth("telegent")).hasSize(1);
        assertThat(rows.texts("select provider || ' ' || account from subscription where subscription_id = ?", answer.text("/subscriptionId")))
                .containsExactly("telegent acme-telegent");
    }

    @Test
    void an_account_that_would_refuse_the_order_before_sending_it_is_passed_over() {
        Answer answer = gateway.post(Gateway.ACME, CREATE, body("other").replaceFirst("\"subscriber\": \\{[^}]*},", ""));

        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(gateway.arrived("telegent")).isEmpty();
        assertThat(operation(answer.text("/operationId")).at("/provider/account").asText()).isEqualTo("dead-connect");
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop-before", "drop-after", "status:503-before", "status:500-after"})
    void what_may_have_been_done_never_goes_elsewhere(String effect) {
        once(Party.CONNECT.createCall, effect, 1);

        Answer answer = ordered("doubt");

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.text("/state")).isEqualTo("UNKNOWN");
        assertThat(answer.text("/provider/account")).isEqualTo("acme-connect");
        await().untilAsserted(() -> assertThat(operation(answer.text("/operationId")).path("state").asText()).isEqualTo("SUCCEEDED"));
        assertThat(gateway.truth("connect")).hasSize(1);
        assertThat(gateway.arrived("telegent")).isEmpty();
    }

    @Test
    void a_refusal_is_no_reason_to_ask_somebody_else() {
        once(Party.CONNECT.createCall, "status:400-before", 1);

        assertThat(ordered("doubt").status()).isEqualTo(422);
        assertThat(gateway.arrived("telegent")).isEmpty();
    }

    @Test
    void an_order_that_nobody_can_be_reached_for_waits_where_it_was_to_go_first() {
        Answer answer = ordered("all-dead", "Idempotency-Key", key);

        isQueued(answer, "dead-connect", "UNAVAILABLE_NOT_SENT");
        assertThat(attempts(answer.json(), "account")).contains("dead-connect", "dead-tellisim");
        assertThat(answer.json().path("notices").findValuesAsText("code")).doesNotContain("failed-over");
        assertThat(rows.texts("select context -> 'account' ->> 'name' from operation where operation_id = ?", answer.text("/operationId")))
                .containsExactly("dead-connect");
    }

    @Test
    void an_open_breaker_leads_to_the_next_account_and_nothing_is_tried_at_the_first() {
        opened("dead-connect");

        Answer answer = ordered("same");

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(attempts(operationOf(answer), "account")).containsOnly("acme-connect");
    }

    @ParameterizedTest
    @ValueSource(strings = {"respond-async", "return=representation"})
    void an_open_breaker_leads_into_the_queue_in_one_go(String preference) {
        opened("dead-connect");

        Answer answer = ordered("dead-waits", "Idempotency-Key", key, "Prefer", preference);

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        await().untilAsserted(() -> assertThat(operation(answer.text("/operationId")).path("state").asText()).isEqualTo("QUEUED"));
        JsonNode operation = operation(answer.text("/operationId"));
        assertThat(operation.path("attempts")).isEmpty();
        assertThat(operation.at("/outcome/rule").asText()).isEqualTo("breaker-open");
    }

    @Test
    void an_open_breaker_without_another_way_leaves_no_trace() {
        opened("dead-connect");
        int operations = rows.count("operation");

        assertThat(ordered("dead", "Idempotency-Key", key).status()).isEqualTo(503);
        assertThat(rows.count("operation")).isEqualTo(operations);
    }

    @Test
    void an_order_that_was_promised_is_queued_whatever_the_rule_says() {
        Answer answer = ordered("dead", "Prefer", "respond-async", "Idempotency-Key", key);

        assertThat(answer.status()).isEqualTo(202);
        await().untilAsserted(() -> assertThat(operation(answer.text("/operationId")).path("state").asText()).isEqualTo("QUEUED"));
    }

    @Test
    void a_promised_order_goes_to_another_account_too() {
        Answer answer = ordered("same", "Prefer", "respond-async");

        await().untilAsserted(() -> assertThat(operation(answer.text("/operationId")).path("state").asText()).isEqualTo("SUCCEEDED"));
        assertThat(operation(answer.text("/operationId")).at("/provider/account").asText()).isEqualTo("acme-connect");
    }

    @Test
    void an_order_out_of_the_queue_may_go_to_another_account() {
        opened("acme-connect");
        String order = body("same").replace("\"same\"", "\"same\", \"waiting\": true");
        Answer answer = gateway.post(Gateway.ACME, CREATE, order, "Prefer", "respond-async");
        await().untilAsserted(() -> assertThat(operation(answer.text("/operationId")).path("state").asText()).isEqualTo("QUEUED"));
        gateway.reset();

        due(answer.text("/operationId"));
        await().untilAsserted(() -> assertThat(operation(answer.text("/operationId")).path("state").asText()).isEqualTo("SUCCEEDED"));
        assertThat(gateway.get(Gateway.ACME, CREATE + "/" + answer.text("/subscriptionId")).text("/provider/account")).isEqualTo("acme-connect");
        assertThat(gateway.truth("connect")).hasSize(1);
    }

    @Test
    void a_node_that_lost_its_order_does_not_move_it() {
        String id = ordered("all-dead").text("/operationId");
        Operation known = gateway.application().getBean(Operations.class).find("acme", id).orElseThrow();
        rows.execute("update operation set fence = fence + 1 where operation_id = '" + id + "'");
        Operation moved = new Operation(id, "acme", known.subscriptionId(), known.kind(), OperationState.SENDING, null, "connect", "acme-connect", 1,
                known.command(), known.context(), known.progress(), null, known.notices(), known.attempts(), null, known.fence(), known.createdAt(), known.updatedAt());

        assertThat(gateway.application().getBean(Journal.class).move(id, () -> Optional.of(moved))).isInstanceOf(Opening.LeaseLost.class);
        assertThat(rows.texts("select account from operation join subscription using (subscription_id, account) where operation_id = ?", id))
                .containsExactly("dead-connect");
    }

    @Test
    void an_order_that_nobody_could_send_for_too_long_ends_and_gives_its_key_back() {
        String order = body("dead-waits");
        Answer answer = gateway.post(Gateway.ACME, CREATE, order, "Idempotency-Key", key);
        isQueued(answer, "dead-connect", "UNAVAILABLE_NOT_SENT");
        rows.execute("update operation set created_at = created_at - interval '25 hours' where operation_id = '" + answer.text("/operationId") + "'");

        due(answer.text("/operationId"));
        await().untilAsserted(() -> assertThat(operation(answer.text("/operationId")).path("state").asText()).isEqualTo("REJECTED"));
        assertThat(operation(answer.text("/operationId")).at("/outcome/class").asText()).isEqualTo("UNAVAILABLE_NOT_SENT");
        assertThat(gateway.get(Gateway.ACME, CREATE + "/" + answer.text("/subscriptionId")).text("/status")).isEqualTo("FAILED");
        Answer again = gateway.post(Gateway.ACME, CREATE, order, "Idempotency-Key", key);
        assertThat(again.text("/operationId")).isNotEqualTo(answer.text("/operationId"));
    }

    @Test
    void what_comes_out_of_the_queue_is_tried_once_at_a_time() {
        Answer answer = ordered("dead-waits");
        int before = answer.json().path("attempts").size();

        due(answer.text("/operationId"));
        await().untilAsserted(() -> assertThat(rows.texts("select tries from operation where operation_id = ?", answer.text("/operationId")))
                .containsExactly("2"));

        assertThat(operation(answer.text("/operationId")).path("attempts")).hasSize(before + 1);
    }
}
