package io.patchbay.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.patchbay.routing.Activation;
import io.patchbay.routing.ConfigurationStore;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import io.patchbay.testing.ProviderCopy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Operators see where an order would go, why, and what its provider would be sent, and nothing comes of asking. */
class ExplainTest {

    private static final String EXPLAIN = "/admin/v1/routing/explain";
    private static final String ID = "sub_0198c7f2a4b07c3e9d21f06b5e8a1c47";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What differs between two orders of the same content. */
    private static final String DRAWN = "(sub|op)_[0-9a-f]{32}|<[^<>]*>|89[0-9]{17,18}|(?<=\"SubscriberId\":\")[^\"]*";

    @TempDir
    static Path workspace;

    @TempDir
    static Path elsewhere;

    static Gateway gateway;
    static Rows rows;

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

    @ParameterizedTest
    @EnumSource(Party.class)
    void what_it_says_would_be_sent_is_what_a_real_order_sends(Party party) {
        ObjectNode order = order();
        JsonNode foreseen = explained(tenant(party), order).path("requests");
        Answer made = gateway.post(party.key, "/v1/subscriptions", order.toString());
        assertThat(made.status()).as(made.body()).isEqualTo(201);

        JsonNode attempts = party.operation(gateway, made.text("/operationId")).path("attempts");
        for (JsonNode request : foreseen) {
            JsonNode sent = attempt(attempts, request.path("call").asText()).path("exchange");
            for (String part : List.of("method", "path", "requestBody")) {
                assertThat(plain(request.path(part))).as(request.path("call").asText() + " " + part).isEqualTo(plain(sent.path(part)));
            }
        }
        assertThat(foreseen).isNotEmpty();
        assertThat(foreseen.get(foreseen.size() - 1).path("call").asText()).isEqualTo("create");
        assertThat(foreseen.get(0).path("exact").asBoolean()).isTrue();
        assertThat(foreseen.toString()).doesNotContain("{{derived");
    }

    @ParameterizedTest
    @EnumSource(Party.class)
    void nothing_is_sent_written_or_taken(Party party) {
        Party.TELLISIM.created(gateway);
        int arrived = gateway.arrived(party.provider).size();
        Map<String, Integer> before = stored();
        List<String> pool = rows.texts("select pool_item::text from pool_item order by 1");

        assertThat(explained(tenant(party), order()).path("outcome").asText()).isEqualTo("sent");
        assertThat(gateway.arrived(party.provider)).hasSize(arrived);
        assertThat(stored()).isEqualTo(before);
        assertThat(rows.texts("select pool_item::text from pool_item order by 1")).isEqualTo(pool);
    }

    private static Map<String, Integer> stored() {
        return Map.of("operation", rows.count("operation"), "subscription", rows.count("subscription"), "event", rows.count("event"),
                "idempotency", rows.count("idempotency"), "attempt", rows.count("attempt"), "audit", rows.count("audit_entry"));
    }

    @Test
    void an_item_of_a_pool_is_shown_as_a_place_for_one() {
        JsonNode explained = explained("initech", order());
        assertThat(explained.at("/items/0/pool").asText()).isEqualTo("iccid");
        assertThat(explained.at("/requests/1/requestBody").asText()).contains("\"iccid\":\"<iccid from pool ");
    }

    @Test
    void what_only_an_answer_tells_is_shown_as_such() {
        JsonNode requests = explained("globex", order()).path("requests");
        assertThat(requests).extracting(request -> request.path("call").asText()).containsExactly("create-subscriber", "snapshot", "create");
        assertThat(requests.get(0).path("requestBody").asText()).contains("\"Password\":\"***\"");
        assertThat(requests.get(2).path("requestBody").asText()).contains("<subscriberId from create-subscriber>");
        assertThat(requests.get(2).path("exact").asBoolean()).isFalse();
    }

    @Test
    void the_mode_and_the_notices_are_told() {
        ObjectNode later = order();
        ((ObjectNode) later.path("activation")).put("at", gateway.now().plusSeconds(7_200).toString());
        JsonNode held = explained("globex", later);
        assertThat(held.path("outcome").asText()).isEqualTo("held");
        assertThat(held.path("mode").asText()).isEqualTo("scheduled");
        assertThat(held.path("requests")).isNotEmpty();
        JsonNode shell = explained("acme", (ObjectNode) order().without("activation"));
        assertThat(shell.path("mode").asText()).isEqualTo("shell");
        assertThat(explained("globex", order()).path("notices")).extracting(notice -> notice.path("code").asText()).contains("not-carried");
    }

    @Test
    void every_refusal_is_the_one_that_the_tenant_would_get() {
        ObjectNode taken = order();
        assertThat(gateway.post(Gateway.ACME, "/v1/subscriptions", taken.toString()).status()).isEqualTo(201);
        ObjectNode past = order();
        past.withObject("/activation").put("at", "2020-01-01T00:00:00Z");
        for (ObjectNode order : new ObjectNode[] {taken, past, order().put("productOfferingId", "nothing"),
            (ObjectNode) order().set("activation", JSON.createObjectNode().set("sim", JSON.createObjectNode().put("esim", false)))}) {
            JsonNode explained = explained("acme", order);
            Answer refused = gateway.post(Gateway.ACME, "/v1/subscriptions", order.toString());
            assertThat(explained.path("outcome").asText()).isEqualTo("refused");
            assertThat(explained.path("problem")).isEqualTo(refused.json());
            assertThat(explained.path("requests")).isEmpty();
        }
    }

    @Test
    void a_proposed_change_is_thought_through_and_changes_nothing() {
        long revision = store().current().revision();
        JsonNode explained = explained("""
                {"accounts": {"spare": %s, "acme-connect": {"state": "draining"}},
                 "routes": [{"id": "acme", "tenant": "acme", "when": ".metadata.vip", "targets": [{"account": "spare", "weight": 1}]},
                            {"id": "rest", "tenant": "acme", "targets": [{"account": "acme-connect", "weight": 3}, {"account": "globex-telegent", "weight": 1}],
                             "failover": ["spare", "initech-tellisim"], "onUnavailable": "queue"}]}""".formatted(account("acme-connect")), "acme", order());

        assertThat(explained.path("revision").asLong()).isZero();
        assertThat(explained.path("rules")).extracting(rule -> rule.path("finding").asText()).containsExactly("no-match", "matched");
        assertThat(explained.path("accounts")).extracting(account -> account.path("standing").asText()).containsExactly("draining", "able", "able", "able");
        assertThat(explained.path("account").asText()).isEqualTo("globex-telegent");
        assertThat(explained.path("failover")).extracting(JsonNode::asText).containsExactly("spare", "initech-tellisim");
        assertThat(explained.path("onUnavailable").asText()).isEqualTo("queue");
        assertThat(store().current().revision()).isEqualTo(revision);
    }

    @Test
    void a_rule_that_fails_is_told_without_a_word_of_the_request() {
        ObjectNode order = order().put("customerId", "secret-customer");
        JsonNode explained = explained("""
                {"routes": [{"id": "fragile", "tenant": "acme", "when": "number(.customerId) > 5", "targets": [{"account": "acme-connect", "weight": 1}]},
                            {"id": "rest", "tenant": "acme", "targets": [{"account": "acme-connect", "weight": 1}]}]}""", "acme", order);
        assertThat(explained.path("rules")).extracting(rule -> rule.path("finding").asText()).containsExactly("failed", "not-reached");
        assertThat(explained.toString()).doesNotContain("secret-customer");
        assertThat(explained.at("/problem/code").asText()).isEqualTo("no-route");
    }

    @Test
    void draining_and_maintenance_and_an_account_without_plan_are_told() {
        assertThat(explained("{\"accounts\": {\"acme-connect\": {\"state\": \"draining\"}}}", "acme", order()).at("/problem/code").asText())
                .isEqualTo("account-draining");
        JsonNode maintenance = explained("{\"accounts\": {\"acme-connect\": {\"state\": \"maintenance\"}}}", "acme", order());
        assertThat(maintenance.at("/problem/code").asText()).isEqualTo("provider-unavailable");
        assertThat(maintenance.at("/accounts/0/standing").asText()).isEqualTo("maintenance");
        JsonNode waits = explained("""
                {"accounts": {"acme-connect": {"state": "maintenance"}},
                 "routes": [{"id": "acme", "tenant": "acme", "targets": [{"account": "acme-connect", "weight": 1}], "onUnavailable": "queue"}]}""", "acme", order());
        assertThat(waits.path("outcome").asText()).isEqualTo("queued");
        JsonNode none = explained("{\"offerings\": {\"mobile-10gb\": {\"plans\": {\"connect\": null}}}}", "acme", order());
        assertThat(none.at("/accounts/0/standing").asText()).isEqualTo("no-plan");
        assertThat(none.at("/problem/code").asText()).isEqualTo("no-route");
    }

    @Test
    void an_open_breaker_of_this_node_is_told_and_the_order_goes_on_to_failover() {
        changed(document -> {
            document.withObject("/accounts").set("spare", document.at("/accounts/acme-connect").deepCopy());
            ((ObjectNode) document.at("/routes/0")).putArray("failover").add("spare");
        });
        gateway.application().getBean(CircuitBreakerRegistry.class).circuitBreaker("acme-connect").transitionToForcedOpenState();

        JsonNode explained = explained("acme", order());
        assertThat(explained.at("/accounts/0/standing").asText()).isEqualTo("breaker-open");
        assertThat(explained.path("decided").asText()).isEqualTo("acme-connect");
        assertThat(explained.path("account").asText()).isEqualTo("spare");
        assertThat(explained.path("notices")).extracting(notice -> notice.path("code").asText()).contains("failed-over");
    }

    @Test
    void a_provider_out_of_service_is_told_with_the_problem_that_the_tenant_would_get() {
        try (Gateway broken = Gateway.start(elsewhere, ProviderCopy.in(elsewhere, (name, sheet) -> name.equals("connect") ? sheet + "\nnonsense: true\n" : sheet))) {
            Answer answer = broken.post(Gateway.ADMIN, EXPLAIN, body("acme", order()).toString());
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.json().at("/accounts/0/standing").asText()).isEqualTo("out-of-service");
            assertThat(answer.json().at("/problem/code").asText()).isEqualTo("not-ready");
            assertThat(broken.post(Gateway.ADMIN, "/admin/v1/revisions/preview", "{\"patch\": {\"tenants\": {\"acme\": {\"title\": \"Renamed\"}}}}").status()).isEqualTo(200);
        }
    }

    @Test
    void weights_are_shared_out_by_the_subscription_id_and_another_revision_can_be_asked() {
        long before = store().current().revision();
        changed(document -> document.withObject("/tenants/acme").put("title", "Acme, renamed"));
        ObjectNode body = body("acme", order()).put("subscriptionId", ID).put("revision", before);
        Answer first = gateway.post(Gateway.ADMIN, EXPLAIN, body.toString());
        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(first.text("/subscriptionId")).isEqualTo(ID);
        assertThat(gateway.post(Gateway.ADMIN, EXPLAIN, body.toString()).json().path("draws")).isEqualTo(first.json().path("draws")).isNotEmpty();
    }

    @Test
    void a_question_that_cannot_be_answered_is_refused_with_all_that_is_wrong() {
        ObjectNode bad = body("acme", order());
        bad.withObject("/request").put("customerId", "").put("colour", "red");
        Answer invalid = gateway.post(Gateway.ADMIN, EXPLAIN, bad.toString());
        assertThat(invalid.status()).isEqualTo(422);
        assertThat(invalid.json().path("errors")).extracting(error -> error.path("pointer").asText()).contains("/request/customerId", "/request/colour");
        assertThat(refused(body("nobody", order()))).isEqualTo("invalid /tenant");
        assertThat(refused(body("acme", order()).put("revision", 4711))).isEqualTo("invalid /revision");
        ObjectNode both = body("acme", order()).put("revision", 1);
        both.putObject("configuration").putObject("patch");
        assertThat(refused(both)).isEqualTo("invalid /revision");
        ObjectNode broken = body("acme", order());
        broken.withObject("/configuration/patch/accounts/acme-connect").put("provider", "nobody");
        assertThat(refused(broken)).isEqualTo("invalid-configuration /accounts/acme-connect/provider");
        assertThat(gateway.post(Gateway.ACME, EXPLAIN, body("acme", order()).toString()).status()).isEqualTo(403);
    }

    private static String refused(ObjectNode body) {
        Answer answer = gateway.post(Gateway.ADMIN, EXPLAIN, body.toString());
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        return answer.text("/code") + " " + answer.text("/errors/0/pointer");
    }

    private static JsonNode explained(String tenant, ObjectNode order) {
        return answered(body(tenant, order));
    }

    private static JsonNode explained(String patch, String tenant, ObjectNode order) {
        ObjectNode body = body(tenant, order);
        body.withObject("/configuration").set("patch", read(patch));
        return answered(body);
    }

    private static JsonNode answered(ObjectNode body) {
        Answer answer = gateway.post(Gateway.ADMIN, EXPLAIN, body.toString());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static ObjectNode body(String tenant, ObjectNode order) {
        return JSON.createObjectNode().put("tenant", tenant).set("request", order);
    }

    private static ObjectNode order() {
        return read(Party.order());
    }

    private static ObjectNode read(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String tenant(Party party) {
        return switch (party) {
            case CONNECT -> "acme";
            case TELEGENT -> "globex";
            case TELLISIM -> "initech";
        };
    }

    private static JsonNode attempt(JsonNode attempts, String call) {
        for (JsonNode attempt : attempts) {
            if (attempt.path("step").asText().equals(call)) {
                return attempt;
            }
        }
        throw new AssertionError("no " + call + " was sent: " + attempts);
    }

    private static String plain(JsonNode text) {
        return text.asText().replaceAll(DRAWN, "…");
    }

    private static JsonNode account(String name) {
        return store().revision(store().current().revision()).document().path("accounts").path(name);
    }

    private static void changed(Consumer<ObjectNode> change) {
        long revision = store().current().revision();
        ObjectNode document = store().revision(revision).document();
        change.accept(document);
        assertThat(store().activate(document, "test", "a change", revision)).isInstanceOfAny(Activation.Activated.class, Activation.Unchanged.class);
    }

    private static ConfigurationStore store() {
        return gateway.application().getBean(ConfigurationStore.class);
    }
}
