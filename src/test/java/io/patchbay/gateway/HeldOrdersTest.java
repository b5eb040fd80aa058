package io.patchbay.gateway;

import static io.patchbay.testing.Gateway.ACME;
import static io.patchbay.testing.Gateway.GLOBEX;
import static io.patchbay.testing.Gateway.INITECH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import io.patchbay.testing.ProviderCopy;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway keeps by itself: shells, dates, names and notes; and orders that wait for another, or whose caller does not wait. */
class HeldOrdersTest {

    private static final String CREATE = "/v1/subscriptions";
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final String TOMORROW = NOW.plus(1, ChronoUnit.DAYS).toString();
    private static final String NEXT_WEEK = NOW.plus(7, ChronoUnit.DAYS).toString();
    private static final String YESTERDAY = NOW.minus(1, ChronoUnit.DAYS).toString();
    private static final String ESIM = "\"sim\": {\"esim\": true}";

    @TempDir
    static Path workspace;

    static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(workspace, ProviderCopy.in(workspace, (name, sheet) -> sheet.replaceFirst(
                "(operations: \\[activate]\\s+code: rounded\\s+message: [^\\n]+\\s+when: )'[^']+'", "$1'.command.at'")));
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
    @CsvSource({GLOBEX + ",telegent", INITECH + ",tellisim"})
    void a_shell_of_a_provider_without_shells_is_held_here_until_it_is_activated(String key, String provider) {
        Answer shell = create(key, null);
        assertThat(shell.status()).isEqualTo(201);
        assertThat(shell.text("/status")).isEqualTo("PENDING");
        assertThat(shell.json().at("/provider/subscriptionId").isMissingNode()).isTrue();
        assertThat(gateway.arrived(provider)).isEmpty();

        Answer active = act(key, shell, "activate", "{" + ESIM + "}");
        assertThat(active.status()).as(active.body()).isEqualTo(200);
        assertThat(active.text("/provider/subscriptionId")).isNotBlank();
        assertThat(active.text("/subscriptionId")).isEqualTo(shell.text("/subscriptionId"));
        assertThat(gateway.truth(provider)).hasSize(1);
        assertProblem(act(key, shell, "activate", "{" + ESIM + "}"), 409, "wrong-state");
        assertThat(gateway.truth(provider)).hasSize(1);
    }

    @Test
    void a_shell_of_a_provider_with_shells_is_made_there_and_activated_there() {
        Answer shell = create(ACME, null);
        assertThat(shell.text("/status")).isEqualTo("PENDING");
        assertThat(shell.text("/provider/subscriptionId")).isNotBlank();
        assertThat(gateway.truth("connect")).hasSize(1);

        assertThat(act(ACME, shell, "activate", "{" + ESIM + "}").status()).isEqualTo(200);
        assertThat(gateway.truth("connect")).hasSize(1);
        assertProblem(act(ACME, shell, "activate", null), 409, "wrong-state");
    }

    @ParameterizedTest
    @CsvSource({ACME + ",connect", GLOBEX + ",telegent", INITECH + ",tellisim"})
    void an_activation_in_the_future_is_scheduled_and_nothing_is_sent(String key, String provider) {
        Answer scheduled = create(key, activation(TOMORROW));
        assertThat(scheduled.status()).isEqualTo(201);
        assertThat(scheduled.text("/status")).isEqualTo("SCHEDULED");
        assertThat(scheduled.text("/pendingStatus/status")).isEqualTo("ACTIVATED");
        assertThat(Instant.parse(scheduled.text("/pendingStatus/scheduledAt"))).isEqualTo(TOMORROW);
        assertThat(gateway.arrived(provider)).isEmpty();
        assertThat(gateway.get(key, path(scheduled)).json()).isEqualTo(scheduled.json());

        Answer active = act(key, scheduled, "activate", null);
        assertThat(active.status()).as(active.body()).isEqualTo(200);
        assertThat(active.text("/pendingStatus/scheduledAt")).as("may wait for the provider, but not for tomorrow").isNotEqualTo(TOMORROW);
        assertThat(active.text("/status")).isNotEqualTo("SCHEDULED");
        assertThat(gateway.truth(provider)).hasSize(1);
    }

    @Test
    void a_shell_can_be_given_a_date() {
        Answer shell = create(GLOBEX, null);
        Answer scheduled = act(GLOBEX, shell, "activate", activation(TOMORROW));
        assertThat(scheduled.text("/status")).isEqualTo("SCHEDULED");
        assertThat(Instant.parse(scheduled.text("/pendingStatus/scheduledAt"))).isEqualTo(TOMORROW);
        assertThat(gateway.arrived("telegent")).isEmpty();
    }

    @Test
    void a_date_that_is_kept_here_is_no_date_for_the_provider() {
        Answer scheduled = act(ACME, create(ACME, null), "activate", activation(TOMORROW));

        assertThat(scheduled.text("/status")).as(scheduled.body()).isEqualTo("SCHEDULED");
        assertThat(scheduled.json().path("notices").findValuesAsText("code")).doesNotContain("rounded");
    }

    @Test
    void what_is_sealed_with_a_lost_key_can_be_seen_and_given_again() {
        String porting = "\"msisdn\": \"+46701234567\", \"porting\": {\"firstName\": \"A\", \"lastName\": \"B\", \"accountNumber\": \"1\"}";
        Answer scheduled = create(ACME, "{\"at\": \"" + TOMORROW + "\", " + porting + "}");
        assertThat(scheduled.status()).as(scheduled.body()).isEqualTo(201);
        new Rows(gateway.database()).execute("update subscription set details = jsonb_set(details, '{heldActivation,porting,sealed}', '\"AAAA\"') "
                + "where subscription_id = '" + scheduled.text("/subscriptionId") + "'");

        assertThat(gateway.get(ACME, path(scheduled)).json()).isEqualTo(scheduled.json());
        assertThat(gateway.get(ACME, CREATE).status()).isEqualTo(200);
        Answer active = act(ACME, scheduled, "activate", "{" + porting + "}");
        assertThat(active.status()).as(active.body()).isEqualTo(200);
    }

    @Test
    void porting_data_that_were_held_reach_the_provider() {
        Answer scheduled = create(ACME, "{\"at\": \"" + TOMORROW + "\", \"msisdn\": \"+46701234568\", \"porting\": {\"firstName\": \"A\", "
                + "\"lastName\": \"B\", \"accountNumber\": \"account-to-port\"}}");
        gateway.send(ACME, "PUT", path(scheduled) + "/activation", "{\"at\": \"" + NEXT_WEEK + "\"}");

        assertThat(act(ACME, scheduled, "activate", null).status()).isEqualTo(200);
        assertThat(Arrived.at(gateway, "connect").to("POST", "/subscriptions").body().toString()).contains("account-to-port");
    }

    @Test
    void what_is_done_here_alone_is_counted_too() {
        double before = counted("cancel");
        act(GLOBEX, create(GLOBEX, null), "cancel", null);

        assertThat(counted("cancel")).isEqualTo(before + 1);
    }

    private static double counted(String kind) {
        return gateway.application().getBean(MeterRegistry.class)
                .counter("patchbay.operations", "kind", kind, "provider", "telegent", "state", "SUCCEEDED").count();
    }

    @Test
    void a_schedule_can_be_moved_dropped_and_taken_up_again() {
        Answer scheduled = create(INITECH, activation(TOMORROW));
        Answer moved = gateway.send(INITECH, "PUT", path(scheduled) + "/activation", "{\"at\": \"" + NEXT_WEEK + "\"}");
        assertThat(moved.status()).isEqualTo(200);
        assertThat(moved.text("/status")).isEqualTo("SCHEDULED");
        assertThat(Instant.parse(moved.text("/pendingStatus/scheduledAt"))).isEqualTo(NEXT_WEEK);

        Answer dropped = gateway.send(INITECH, "DELETE", path(scheduled) + "/activation", null);
        assertThat(dropped.status()).isEqualTo(200);
        assertThat(dropped.text("/status")).isEqualTo("PENDING");
        assertThat(dropped.json().has("pendingStatus")).isFalse();
        assertProblem(gateway.send(INITECH, "DELETE", path(scheduled) + "/activation", null), 409, "wrong-state");
        assertProblem(gateway.send(INITECH, "PUT", path(scheduled) + "/activation", "{\"at\": \"" + TOMORROW + "\"}"), 409, "wrong-state");

        assertThat(act(INITECH, scheduled, "activate", activation(TOMORROW)).text("/status")).isEqualTo("SCHEDULED");
        assertThat(gateway.arrived("tellisim")).isEmpty();
    }

    @Test
    void what_is_only_held_here_is_cancelled_at_once_and_nothing_is_sent() {
        Answer shell = create(GLOBEX, null);
        Answer scheduled = create(GLOBEX, activation(TOMORROW));
        for (Answer held : new Answer[] {shell, scheduled}) {
            Answer cancelled = act(GLOBEX, held, "cancel", null);
            assertThat(cancelled.status()).isEqualTo(200);
            assertThat(cancelled.text("/status")).isEqualTo("CANCELLED");
            assertThat(cancelled.text("/cancelledAt")).isNotBlank();
            assertThat(cancelled.json().has("pendingStatus")).isFalse();
            for (String action : new String[] {"cancel", "activate"}) {
                assertProblem(act(GLOBEX, held, action, null), 409, "wrong-state");
            }
            assertProblem(gateway.send(GLOBEX, "PUT", path(held) + "/activation", "{\"at\": \"" + TOMORROW + "\"}"), 409, "wrong-state");
            assertProblem(gateway.send(GLOBEX, "DELETE", path(held) + "/activation", null), 409, "wrong-state");
        }
        assertThat(gateway.arrived("telegent")).isEmpty();
    }

    @Test
    void orders_that_the_state_does_not_allow_are_wrong_state() {
        Answer shell = create(GLOBEX, null);
        for (String action : new String[] {"pause", "resume"}) {
            assertProblem(act(GLOBEX, shell, action, null), 409, "wrong-state");
        }
        assertProblem(gateway.get(INITECH, path(create(INITECH, null)) + "/usage"), 409, "wrong-state");
        Answer active = create(GLOBEX, "{" + ESIM + "}");
        assertProblem(act(GLOBEX, active, "resume", null), 409, "wrong-state");
        assertProblem(gateway.send(GLOBEX, "DELETE", path(active) + "/activation", null), 409, "wrong-state");
        assertProblem(gateway.send(GLOBEX, "PUT", path(active) + "/activation", "{\"at\": \"" + TOMORROW + "\"}"), 409, "wrong-state");
        assertProblem(act(GLOBEX, active, "activate", null), 409, "wrong-state");
    }

    @Test
    void a_moment_that_has_passed_is_not_valid() {
        Answer created = create(GLOBEX, activation(YESTERDAY));
        assertProblem(created, 422, "invalid");
        assertThat(created.text("/errors/0/pointer")).isEqualTo("/activation/at");

        Answer shell = create(GLOBEX, null);
        Answer activated = act(GLOBEX, shell, "activate", activation(YESTERDAY));
        assertProblem(activated, 422, "invalid");
        assertThat(activated.text("/errors/0/pointer")).isEqualTo("/at");

        Answer scheduled = create(GLOBEX, activation(TOMORROW));
        assertProblem(gateway.send(GLOBEX, "PUT", path(scheduled) + "/activation", "{\"at\": \"" + YESTERDAY + "\"}"), 422, "invalid");
        assertThat(gateway.get(GLOBEX, path(scheduled)).json()).isEqualTo(scheduled.json());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2027-02-30", "2027-01-01T00:00:00", "tomorrow", "2027-02-30T00:00:00Z", "2027-01-01T25:00:00Z", "1798761600"})
    void a_time_is_rfc_3339_with_a_zone(String at) {
        Answer refused = create(GLOBEX, activation(at));
        assertProblem(refused, 422, "invalid");
        assertThat(refused.text("/errors/0/pointer")).isEqualTo("/activation/at");
    }

    @Test
    void until_must_come_after_the_beginning() {
        String[] wrong = {
            "{\"at\": \"" + NEXT_WEEK + "\", \"until\": \"" + TOMORROW + "\"}",
            "{\"at\": \"" + TOMORROW + "\", \"until\": \"" + TOMORROW + "\"}",
            "{\"until\": \"" + YESTERDAY + "\"}"};
        for (String activation : wrong) {
            Answer refused = create(INITECH, activation);
            assertProblem(refused, 422, "invalid");
            assertThat(refused.text("/errors/0/pointer")).isEqualTo("/activation/until");
        }
        Answer scheduled = create(INITECH, "{\"at\": \"" + TOMORROW + "\", \"until\": \"" + NEXT_WEEK + "\"}");
        assertThat(scheduled.status()).as(scheduled.body()).isEqualTo(201);
        assertProblem(gateway.send(INITECH, "PUT", path(scheduled) + "/activation",
                "{\"at\": \"" + NEXT_WEEK + "\", \"until\": \"" + TOMORROW + "\"}"), 422, "invalid");
    }

    @Test
    void what_is_cancelled_at_once_takes_no_date() {
        Answer refused = act(GLOBEX, create(GLOBEX, null), "cancel", "{\"at\": \"" + TOMORROW + "\"}");
        assertProblem(refused, 422, "invalid");
        assertThat(refused.text("/errors/0/code")).isEqualTo("not-needed");
    }

    @Test
    void a_merge_patch_changes_what_it_names_and_null_removes() {
        Answer made = gateway.post(GLOBEX, CREATE, """
                {"productOfferingId": "mobile-10gb", "customerId": "c", "subscriber": {"name": "Ada Example", "email": "ada@example.com"},
                 "display": "Tablet", "metadata": {"a": "1", "b": 2, "c": true}}""");
        Answer patched = patch(made, "{\"metadata\": {\"a\": null, \"b\": 3, \"d\": \"new\"}}");
        assertThat(patched.status()).as(patched.body()).isEqualTo(200);
        assertThat(patched.text("/display")).isEqualTo("Tablet");
        assertThat(patched.json().path("metadata").toString()).isEqualTo("{\"b\":3,\"c\":true,\"d\":\"new\"}");

        Answer cleared = patch(made, "{\"display\": null}");
        assertThat(cleared.json().has("display")).isFalse();
        assertThat(cleared.json().path("metadata")).hasSize(3);
        Answer merge = gateway.send(GLOBEX, "PATCH", path(made), "{\"display\": \"Phone\"}", "Content-Type", "application/merge-patch+json");
        assertThat(merge.text("/display")).isEqualTo("Phone");
        assertThat(patch(made, "{}").status()).isEqualTo(200);
        assertThat(patch(made, "{\"metadata\": null}").json().path("metadata")).isEmpty();
        assertThat(gateway.get(GLOBEX, path(made)).text("/display")).isEqualTo("Phone");
        assertThat(gateway.arrived("telegent")).isEmpty();
    }

    @Test
    void a_patch_cannot_touch_anything_else() {
        Answer made = create(GLOBEX, null);
        for (String body : new String[] {"{\"status\": \"ACTIVATED\"}", "{\"customerId\": \"x\"}", "{\"metadata\": {\"a\": {\"b\": 1}}}",
            "{\"display\": \"\"}", "{\"display\": 7}", "[]", "{\"metadata\": {\"k\": [1]}}"}) {
            Answer refused = patch(made, body);
            assertThat(refused.status()).as(body + refused.body()).isIn(400, 422);
        }
        assertThat(gateway.get(GLOBEX, path(made)).json()).isEqualTo(made.json());
    }

    @Test
    void metadata_may_not_grow_beyond_fifty_entries_by_patching() {
        Answer made = create(GLOBEX, null);
        assertThat(patch(made, metadata(0, 50)).status()).isEqualTo(200);
        Answer refused = patch(made, metadata(50, 51));
        assertProblem(refused, 422, "invalid");
        assertThat(refused.text("/errors/0/pointer")).isEqualTo("/metadata");
        assertThat(patch(made, "{\"metadata\": {\"k0\": null, \"k50\": 1}}").status()).isEqualTo(200);
        assertThat(gateway.get(GLOBEX, path(made)).json().path("metadata")).hasSize(50);
    }

    @ParameterizedTest
    @CsvSource({ACME + ",connect", GLOBEX + ",telegent", INITECH + ",tellisim"})
    void a_caller_who_does_not_wait_gets_202_and_the_order_is_done_once(String key, String provider) {
        String body = order("{" + ESIM + "}").replace("cust-1", "async-" + provider);
        Answer accepted = gateway.post(key, CREATE, body, "Prefer", "respond-async", "Idempotency-Key", "async-" + provider);
        Answer again = gateway.post(key, CREATE, body, "Prefer", "respond-async", "Idempotency-Key", "async-" + provider);
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.text("/state")).isEqualTo("RECEIVED");
        assertThat(again.body()).isEqualTo(accepted.body());
        assertThat(again.headers()).containsEntry("idempotency-replayed", "true");
        assertThat(accepted.headers()).containsEntry("preference-applied", "respond-async");
        assertThat(again.headers()).containsEntry("preference-applied", "respond-async");

        await().untilAsserted(() -> assertThat(gateway.get(key, accepted.headers().get("location")).text("/state")).isEqualTo("SUCCEEDED"));
        assertThat(gateway.truth(provider)).hasSize(1);
        assertThat(gateway.get(key, CREATE + "/" + accepted.text("/subscriptionId")).text("/provider/subscriptionId")).isNotBlank();
        assertThat(gateway.post(key, CREATE, body, "Idempotency-Key", "async-" + provider).body()).isEqualTo(accepted.body());
        assertThat(gateway.truth(provider)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=5, Respond-Async", "respond-async; wait=10", "note=\"a, b\", respond-async"})
    void the_wish_not_to_wait_may_stand_among_others(String preferences) {
        Answer accepted = gateway.post(ACME, CREATE, order("{" + ESIM + "}"), "Prefer", preferences);
        assertThat(accepted.status()).isEqualTo(202);
        await().untilAsserted(() -> assertThat(gateway.get(ACME, accepted.headers().get("location")).text("/state")).isEqualTo("SUCCEEDED"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"respond-asynchronously", "x-respond-async", "note=\"respond-async\"", "note=\"a, respond-async, b\"", "return=minimal"})
    void what_only_looks_like_that_wish_is_ignored(String preferences) {
        Answer made = gateway.post(ACME, CREATE, order("{" + ESIM + "}"), "Prefer", preferences);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.headers()).doesNotContainKey("preference-applied");
    }

    @Test
    void an_order_that_fails_behind_the_answer_is_told_by_its_operation() {
        gateway.faults("connect", "[{\"match\": \"POST /subscriptions\", \"effect\": \"status:400-before\"}]");
        Answer accepted = gateway.post(ACME, CREATE, order("{" + ESIM + "}"), "Prefer", "respond-async");
        assertThat(accepted.status()).isEqualTo(202);
        await().untilAsserted(() -> assertThat(gateway.get(ACME, accepted.headers().get("location")).text("/state")).isEqualTo("REJECTED"));
        assertThat(gateway.get(ACME, CREATE + "/" + accepted.text("/subscriptionId")).text("/status")).isEqualTo("FAILED");
    }

    @Test
    void a_change_while_another_is_open_is_refused_and_names_the_first() {
        Answer made = create(GLOBEX, "{" + ESIM + "}");
        gateway.faults("telegent", "[{\"match\": \"POST /v1.0/subscriptions/delete\", \"effect\": \"drop-after\"}]");
        Answer lost = act(GLOBEX, made, "cancel", null);
        assertThat(lost.status()).isEqualTo(202);

        for (String action : new String[] {"cancel", "pause"}) {
            Answer second = act(GLOBEX, made, action, null);
            assertProblem(second, 409, "operation-in-progress");
            assertThat(second.text("/operationId")).isEqualTo(lost.text("/operationId"));
            assertThat(second.json().path("retryable").asBoolean()).isTrue();
        }
        Answer patched = patch(made, "{\"display\": \"x\"}");
        assertProblem(patched, 409, "operation-in-progress");
        assertThat(patched.text("/operationId")).isEqualTo(lost.text("/operationId"));
    }

    @Test
    void a_decision_that_rests_on_a_state_that_has_passed_makes_nothing_twice() {
        Answer shell = create(INITECH, null);
        gateway.faults("tellisim", "[{\"match\": \"GET /v3/plans/{id}\", \"effect\": \"delay\", \"millis\": 1500, \"times\": 1}]");
        CompletableFuture<Answer> slow = CompletableFuture.supplyAsync(() -> act(INITECH, shell, "activate", "{" + ESIM + "}"));
        await().until(() -> !gateway.arrived("tellisim").isEmpty());
        Answer quick = act(INITECH, shell, "activate", "{" + ESIM + "}");

        assertThat(quick.status()).as(quick.body()).isEqualTo(200);
        assertProblem(slow.join(), 409, "operation-in-progress");
        assertThat(gateway.truth("tellisim")).hasSize(1);
    }

    @Test
    void the_same_change_sent_twice_at_once_is_one_change_with_one_answer() {
        Answer shell = create(INITECH, null);
        gateway.faults("tellisim", "[{\"match\": \"GET /v3/plans/{id}\", \"effect\": \"delay\", \"millis\": 1500, \"times\": 1}]");
        String[] key = {"Idempotency-Key", "twice-at-once"};
        CompletableFuture<Answer> slow = CompletableFuture.supplyAsync(() -> gateway.post(INITECH, path(shell) + "/activate", "{" + ESIM + "}", key));
        await().until(() -> !gateway.arrived("tellisim").isEmpty());
        Answer quick = gateway.post(INITECH, path(shell) + "/activate", "{" + ESIM + "}", key);

        assertThat(quick.status()).as(quick.body()).isEqualTo(200);
        assertThat(slow.join().body()).isEqualTo(quick.body());
        assertThat(slow.join().headers()).containsEntry("idempotency-replayed", "true");
        assertThat(gateway.truth("tellisim")).hasSize(1);
    }

    private static Answer create(String key, String activation) {
        return gateway.post(key, CREATE, order(activation));
    }

    private static String order(String activation) {
        return """
                {"productOfferingId": "mobile-10gb", "customerId": "cust-1", "subscriber": {"name": "Ada Example", "email": "ada@example.com"}%s}"""
                .formatted(activation == null ? "" : ", \"activation\": " + activation);
    }

    private static String activation(String at) {
        return "{\"at\": \"" + at + "\", " + ESIM + "}";
    }

    private static String metadata(int from, int to) {
        StringBuilder entries = new StringBuilder();
        for (int i = from; i < to; i++) {
            entries.append(entries.isEmpty() ? "" : ", ").append("\"k").append(i).append("\": ").append(i);
        }
        return "{\"metadata\": {" + entries + "}}";
    }

    private static Answer act(String key, Answer subscription, String action, String body) {
        return gateway.post(key, path(subscription) + "/" + action, body);
    }

    private static Answer patch(Answer subscription, String body) {
        return gateway.send(GLOBEX, "PATCH", path(subscription), body);
    }

    private static String path(Answer subscription) {
        return CREATE + "/" + subscription.text("/subscriptionId");
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().path("code").asText()).as(answer.body()).isEqualTo(code);
    }
}
