package io.patchbay.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.routing.Activation;
import io.patchbay.routing.ConfigurationStore;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator takes an account out of service, for new subscriptions or altogether. */
class AccountStatesTest {

    @TempDir
    static Path workspace;

    static Gateway gateway;
    static Rows rows;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(workspace, Map.of("patchbay.settling.every", "100", "patchbay.schedule.every", "100"));
        rows = new Rows(gateway.database());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void fresh() {
        rows.execute("update operation set due_at = null where state in ('QUEUED', 'UNKNOWN')");
        gateway.reset();
        changed(document -> {
            document.path("accounts").forEach(account -> ((ObjectNode) account).remove("state"));
            document.withObject("/accounts").remove("spare");
            document.path("routes").forEach(route -> ((ObjectNode) route).put("onUnavailable", "reject").remove("failover"));
        });
    }

    @Test
    void a_draining_account_takes_no_new_subscription_and_serves_those_it_holds() {
        String known = Party.CONNECT.created(gateway);
        state("acme-connect", "draining");
        int subscriptions = rows.count("subscription");

        Answer refused = Party.CONNECT.create(gateway, "Idempotency-Key", UUID.randomUUID().toString());
        assertThat(refused.status()).as(refused.body()).isEqualTo(503);
        assertThat(refused.text("/code")).isEqualTo("account-draining");
        assertThat(refused.headers()).containsKey("retry-after");
        assertThat(rows.count("subscription")).isEqualTo(subscriptions);
        assertThat(gateway.post(Party.CONNECT.key, "/v1/subscriptions/" + known + "/cancel", "{}").status()).isEqualTo(200);
        assertThat(shown("acme-connect").path("state").asText()).isEqualTo("draining");
    }

    @Test
    void new_subscriptions_of_a_draining_account_go_to_the_failover_account() {
        changed(document -> {
            spare(document);
            document.withObject("/accounts/acme-connect").put("state", "draining");
        });

        Answer made = Party.CONNECT.create(gateway);
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(rows.texts("select account from subscription where subscription_id = ?", made.text("/subscriptionId"))).containsExactly("spare");
    }

    @Test
    void nothing_is_sent_to_an_account_in_maintenance() {
        String known = Party.CONNECT.created(gateway);
        int operations = rows.count("operation");
        state("acme-connect", "maintenance");
        int arrived = gateway.arrived("connect").size();

        for (Answer answer : new Answer[] {Party.CONNECT.create(gateway), Party.CONNECT.create(gateway, "Prefer", "respond-async"),
            gateway.post(Party.CONNECT.key, "/v1/subscriptions/" + known + "/cancel", "{}"),
            gateway.get(Party.CONNECT.key, "/v1/subscriptions/" + known + "?refresh=true")}) {
            assertThat(answer.status()).as(answer.body()).isEqualTo(503);
            assertThat(answer.text("/code")).isEqualTo("provider-unavailable");
            assertThat(answer.text("/detail")).contains("in maintenance", "Nothing was sent");
        }
        assertThat(gateway.get(Party.CONNECT.key, "/v1/subscriptions/" + known).status()).isEqualTo(200);
        assertThat(rows.count("operation")).isEqualTo(operations);
        assertThat(gateway.arrived("connect")).hasSize(arrived);
        assertThat(shown("acme-connect").path("state").asText()).isEqualTo("maintenance");
        JsonNode health = health().at("/components/providers/components/acme-connect");
        assertThat(health.path("status").asText()).isEqualTo("DEGRADED");
        assertThat(health.at("/details/state").asText()).isEqualTo("maintenance");
        assertThat(Party.TELEGENT.create(gateway).status()).isEqualTo(201);
    }

    @Test
    void what_may_wait_is_queued_during_maintenance_and_sent_after_it() {
        String known = Party.CONNECT.created(gateway);
        changed(document -> {
            document.path("routes").forEach(route -> ((ObjectNode) route).put("onUnavailable", "queue"));
            document.withObject("/accounts/acme-connect").put("state", "maintenance");
        });
        int arrived = gateway.arrived("connect").size();

        Answer made = Party.CONNECT.create(gateway);
        Answer cancelled = gateway.post(Party.CONNECT.key, "/v1/subscriptions/" + known + "/cancel", "{}");
        assertThat(made.status()).as(made.body()).isEqualTo(202);
        assertThat(cancelled.status()).as(cancelled.body()).isEqualTo(202);
        assertThat(made.text("/state")).isEqualTo("QUEUED");
        assertThat(gateway.arrived("connect")).hasSize(arrived);

        state("acme-connect", "open");
        rows.execute("update operation set due_at = clock_timestamp() where state = 'QUEUED'");
        for (Answer answer : new Answer[] {made, cancelled}) {
            await().until(() -> Party.CONNECT.operation(gateway, answer.text("/operationId")).path("state").asText().equals("SUCCEEDED"));
        }
    }

    @Test
    void a_question_about_a_lost_answer_waits_for_the_end_of_maintenance() {
        Party.CONNECT.faulty(gateway, Party.CONNECT.createCall, "drop-after");
        Answer lost = Party.CONNECT.create(gateway);
        assertThat(lost.status()).isEqualTo(202);
        rows.execute("update operation set due_at = null where state = 'UNKNOWN'");
        gateway.faults("connect", "[]");
        state("acme-connect", "maintenance");
        int arrived = gateway.arrived("connect").size();

        rows.execute("update operation set due_at = clock_timestamp() where state = 'UNKNOWN'");
        assertThat(Party.CONNECT.operation(gateway, lost.text("/operationId")).path("state").asText()).isEqualTo("UNKNOWN");
        assertThat(gateway.arrived("connect")).hasSize(arrived);

        state("acme-connect", "open");
        await().until(() -> Party.CONNECT.operation(gateway, lost.text("/operationId")).path("state").asText().equals("SUCCEEDED"));
    }

    @Test
    void what_is_due_waits_for_the_end_of_maintenance() {
        String held = held(Party.TELEGENT);
        String other = held(Party.CONNECT);
        state("globex-telegent", "maintenance");
        int arrived = gateway.arrived("telegent").size();

        gateway.pass(Duration.ofMinutes(2));
        await().until(() -> !Party.CONNECT.record(gateway, other).at("/provider/subscriptionId").asText().isBlank());
        assertThat(gateway.arrived("telegent")).hasSize(arrived);

        state("globex-telegent", "open");
        await().until(() -> !Party.TELEGENT.record(gateway, held).at("/provider/subscriptionId").asText().isBlank());
    }

    private static String held(Party party) {
        String at = gateway.now().plusSeconds(60).toString();
        Answer held = gateway.post(party.key, "/v1/subscriptions", Party.order().replace("\"sim\":", "\"at\": \"" + at + "\", \"sim\":"));
        assertThat(held.status()).as(held.body()).isEqualTo(201);
        return held.text("/subscriptionId");
    }

    private static void spare(ObjectNode document) {
        document.withObject("/accounts").set("spare", document.at("/accounts/acme-connect").deepCopy());
        ((ObjectNode) document.at("/routes/0")).putArray("failover").add("spare");
    }

    private static void state(String account, String state) {
        changed(document -> document.withObject("/accounts/" + account).put("state", state));
    }

    private static void changed(Consumer<ObjectNode> change) {
        ConfigurationStore store = gateway.application().getBean(ConfigurationStore.class);
        long revision = store.current().revision();
        ObjectNode document = store.revision(revision).document();
        change.accept(document);
        assertThat(store.activate(document, "test", "a change", revision)).isInstanceOfAny(Activation.Activated.class, Activation.Unchanged.class);
    }

    private static JsonNode shown(String account) {
        return StreamSupport.stream(gateway.get(Gateway.ADMIN, "/admin/v1/accounts").json().path("items").spliterator(), false)
                .filter(item -> item.path("account").asText().equals(account)).findFirst().orElseThrow();
    }

    private static JsonNode health() {
        return Gateway.raw(gateway.managementPort(), null, "GET", "/actuator/health", null).json();
    }
}
