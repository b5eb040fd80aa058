package io.patchbay.gateway;

import static io.patchbay.testing.Gateway.ACME;
import static io.patchbay.testing.Gateway.GLOBEX;
import static io.patchbay.testing.Gateway.INITECH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import io.patchbay.testing.ProviderCopy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sending the same order again is safe, whatever happened to it the first time; and a referenceId belongs to one subscription. */
class IdempotencyTest {

    private static final String CREATE = "/v1/subscriptions";

    @TempDir
    static Path workspace;

    static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(workspace, ProviderCopy.in(workspace, (name, sheet) -> ProviderCopy.hasty(sheet)));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void fresh() {
        gateway.reset();
    }

    @Test
    void a_replay_is_the_first_answer_byte_for_byte_with_its_headers_and_one_more() {
        Answer first = create(ACME, "replay-1", order("replay-1"));
        Answer again = create(ACME, "replay-1", order("replay-1"));

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(first.headers()).doesNotContainKey("idempotency-replayed").containsKeys("location", "patchbay-revision");
        assertThat(again.headers()).containsEntry("idempotency-replayed", "true");
        assertThat(comparable(again)).isEqualTo(comparable(first));
        assertThat(gateway.truth("connect")).hasSize(1);
    }

    @Test
    void an_order_that_changes_a_subscription_is_replayed_too() {
        String id = create(GLOBEX, "replay-2", order("replay-2")).text("/subscriptionId");
        Answer first = gateway.post(GLOBEX, CREATE + "/" + id + "/cancel", null, "Idempotency-Key", "replay-2-cancel");
        Answer again = gateway.post(GLOBEX, CREATE + "/" + id + "/cancel", null, "Idempotency-Key", "replay-2-cancel");

        assertThat(first.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers()).containsEntry("idempotency-replayed", "true");
    }

    @Test
    void a_key_used_for_another_body_path_or_method_is_refused() {
        String id = create(ACME, "reuse", order("reuse")).text("/subscriptionId");

        assertProblem(create(ACME, "reuse", order("reuse-other")), 409, "idempotency-key-reused");
        assertProblem(create(ACME, "reuse", order("reuse") + " "), 409, "idempotency-key-reused");
        assertProblem(gateway.post(ACME, CREATE + "/" + id + "/cancel", order("reuse"), "Idempotency-Key", "reuse"), 409, "idempotency-key-reused");
        assertProblem(gateway.send(ACME, "PATCH", CREATE + "/" + id, "{}", "Idempotency-Key", "reuse"), 409, "idempotency-key-reused");
        assertThat(gateway.truth("connect")).hasSize(1);
    }

    @Test
    void a_key_belongs_to_its_tenant() {
        assertThat(create(ACME, "same-key", order("same-key")).status()).isEqualTo(201);
        Answer other = create(GLOBEX, "same-key", order("same-key"));
        assertThat(other.status()).isEqualTo(201);
        assertThat(other.headers()).doesNotContainKey("idempotency-replayed");
    }

    @Test
    void while_the_first_request_runs_the_second_is_told_to_wait_and_then_gets_its_answer() {
        gateway.faults("connect", "[{\"match\": \"POST /subscriptions\", \"effect\": \"delay\", \"millis\": 3000}]");
        CompletableFuture<Answer> first = CompletableFuture.supplyAsync(() -> create(ACME, "in-flight", order("in-flight")));
        await().until(() -> !gateway.arrived("connect").isEmpty());

        Answer second = create(ACME, "in-flight", order("in-flight"));
        assertProblem(second, 409, "idempotency-key-in-flight");
        assertThat(second.headers()).containsKey("retry-after");
        assertThat(second.json().path("retryable").asBoolean()).isTrue();
        assertProblem(create(ACME, "in-flight", order("in-flight-other")), 409, "idempotency-key-reused");

        assertThat(first.join().status()).isEqualTo(201);
        assertThat(create(ACME, "in-flight", order("in-flight")).body()).isEqualTo(first.join().body());
        assertThat(gateway.truth("connect")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({ACME + ",connect", GLOBEX + ",telegent", INITECH + ",tellisim"})
    void eight_identical_orders_at_once_make_one_subscription(String key, String provider) {
        String name = "eight-" + provider;
        List<Answer> answers = atOnce(8, i -> create(key, name, order(name)));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.status() == 201 || code(answer).equals("idempotency-key-in-flight"))
                .as(answer.toString()).isTrue());
        assertThat(answers.stream().filter(answer -> answer.status() == 201).map(Answer::body).distinct()).hasSize(1);
        assertThat(gateway.truth(provider)).hasSize(1);
        assertThat(create(key, name, order(name)).headers()).containsEntry("idempotency-replayed", "true");
    }

    @Test
    void eight_different_orders_at_once_under_one_key_make_one_subscription() {
        List<Answer> answers = atOnce(8, i -> create(ACME, "eight-bodies", order("eight-bodies-" + i)));

        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() != 201)).allSatisfy(answer -> assertProblem(answer, 409, "idempotency-key-reused"));
        assertThat(gateway.truth("connect")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({ACME + ",connect", GLOBEX + ",telegent", INITECH + ",tellisim"})
    void what_was_never_sent_may_be_tried_again_under_the_same_key(String key, String provider) {
        String name = "never-sent-" + provider;
        gateway.faults(provider, "[{\"match\": \"*\", \"effect\": \"refuse-connection\"}]");
        Answer refused = create(key, name, order(name));
        assertProblem(refused, 503, "provider-unavailable");
        assertThat(refused.headers()).containsKey("retry-after");

        gateway.faults(provider, "[]");
        assertThat(create(key, name, order(name)).status()).isEqualTo(201);
        assertThat(gateway.truth(provider)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({ACME + ",connect", GLOBEX + ",telegent", INITECH + ",tellisim"})
    void what_was_never_sent_behind_the_answer_waits_and_is_not_ordered_again_under_the_same_key(String key, String provider) {
        String name = "never-sent-behind-" + provider;
        gateway.faults(provider, "[{\"match\": \"*\", \"effect\": \"refuse-connection\"}]");
        Answer accepted = gateway.post(key, CREATE, order(name), "Idempotency-Key", name, "Prefer", "respond-async");
        assertThat(accepted.status()).isEqualTo(202);
        await().untilAsserted(() -> assertThat(gateway.get(key, accepted.headers().get("location")).text("/state")).isEqualTo("QUEUED"));

        gateway.faults(provider, "[]");
        assertThat(create(key, name, order(name)).body()).isEqualTo(accepted.body());
        assertThat(gateway.truth(provider)).isEmpty();
    }

    @Test
    void what_the_provider_refused_behind_the_answer_keeps_that_answer() {
        gateway.faults("connect", "[{\"match\": \"POST /subscriptions\", \"effect\": \"status:400-before\", \"times\": 1}]");
        Answer accepted = gateway.post(ACME, CREATE, order("refused-behind"), "Idempotency-Key", "refused-behind", "Prefer", "respond-async");
        await().untilAsserted(() -> assertThat(gateway.get(ACME, accepted.headers().get("location")).text("/state")).isEqualTo("REJECTED"));

        assertThat(create(ACME, "refused-behind", order("refused-behind")).body()).isEqualTo(accepted.body());
    }

    @Test
    void what_the_provider_throttled_may_be_tried_again_under_the_same_key() {
        gateway.faults("connect", "[{\"match\": \"POST /subscriptions\", \"effect\": \"throttle\", \"times\": 1, \"retryAfter\": 7}]");
        Answer throttled = create(ACME, "throttled", order("throttled"));
        assertProblem(throttled, 429, "provider-throttled");
        assertThat(throttled.headers()).containsEntry("retry-after", "7");
        assertThat(create(ACME, "throttled", order("throttled")).status()).isEqualTo(201);
    }

    @Test
    void an_order_that_is_not_valid_leaves_its_key_free() {
        assertProblem(create(ACME, "not-valid", "{\"customerId\": \"c\"}"), 422, "invalid");
        assertProblem(create(ACME, "not-valid", "{\"customerId\":"), 400, "malformed-json");
        assertProblem(create(ACME, "not-valid", order("not-valid").replace("mobile-10gb", "no-such-offering")), 422, "invalid");
        assertThat(create(ACME, "not-valid", order("not-valid")).status()).isEqualTo(201);
    }

    @Test
    void a_refusal_of_the_provider_is_final_and_replayed() {
        gateway.faults("connect", "[{\"match\": \"POST /subscriptions\", \"effect\": \"status:400-before\", \"times\": 1}]");
        Answer refused = create(ACME, "refused", order("refused"));
        Answer again = create(ACME, "refused", order("refused"));

        assertProblem(refused, 422, "refused-by-provider");
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.body()).isEqualTo(refused.body());
        assertThat(comparable(again)).isEqualTo(comparable(refused));
        assertThat(again.headers()).containsEntry("idempotency-replayed", "true");
        assertThat(gateway.get(ACME, "/v1/operations/" + refused.text("/operationId")).text("/state")).isEqualTo("REJECTED");
        assertThat(posts("connect", "/subscriptions")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({ACME + ",connect,/subscriptions", GLOBEX + ",telegent,/v1.0/subscriptions", INITECH + ",tellisim,/v3/subscription"})
    void a_lost_answer_is_202_and_stays_202_without_a_second_order(String key, String provider, String path) {
        String name = "lost-" + provider;
        assertThat(create(key, name + "-before", order(name + "-before")).status()).isEqualTo(201);
        long before = posts(provider, path);
        gateway.faults(provider, "[{\"match\": \"POST " + path + "\", \"effect\": \"drop-after\"}]");
        Answer lost = create(key, name, order(name));
        Answer again = create(key, name, order(name));

        assertThat(lost.status()).isEqualTo(202);
        assertThat(lost.text("/state")).isEqualTo("UNKNOWN");
        assertThat(lost.headers().get("location")).isEqualTo("/v1/operations/" + lost.text("/operationId"));
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.body()).isEqualTo(lost.body());
        assertThat(comparable(again)).isEqualTo(comparable(lost));
        assertThat(posts(provider, path)).isEqualTo(before + 1);
        assertThat(gateway.truth(provider)).hasSize(2);
    }

    @Test
    void a_key_must_be_printable_and_of_sensible_length() {
        assertProblem(create(ACME, "k".repeat(257), order("long-key")), 400, "malformed-request");
        assertProblem(create(ACME, "", order("empty-key")), 400, "malformed-request");
        assertProblem(create(ACME, "tab\there", order("tab-key")), 400, "malformed-request");
        assertThat(create(ACME, "k".repeat(256), order("longest-key")).status()).isEqualTo(201);
    }

    @Test
    void a_reference_belongs_to_one_subscription_of_a_tenant() {
        Answer first = create(ACME, "reference-1", order("reference"));
        Answer second = create(ACME, "reference-2", order("reference"));

        assertProblem(second, 409, "reference-taken");
        assertThat(second.text("/errors/0/pointer")).isEqualTo("/referenceId");
        assertThat(gateway.get(ACME, CREATE + "/rid_reference").text("/subscriptionId")).isEqualTo(first.text("/subscriptionId"));
        assertThat(create(GLOBEX, "reference-3", order("reference")).status()).isEqualTo(201);
    }

    @Test
    void a_reference_may_hold_any_sign_that_a_path_can_carry() {
        String reference = "crm 70421 ü+?#&=~{}";
        Answer made = create(ACME, "odd-reference", order(reference));
        assertThat(made.status()).isEqualTo(201);
        assertThat(gateway.get(ACME, CREATE + "/rid_crm%2070421%20%C3%BC+%3F%23&=~%7B%7D").text("/subscriptionId")).isEqualTo(made.text("/subscriptionId"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"50%", "a;b", "a/b", "a\\\\b", "rid_a", " a", "a\\u0007"})
    void a_reference_that_no_path_can_carry_is_refused(String reference) {
        Answer refused = create(ACME, "path-breaking", order(reference));
        assertProblem(refused, 422, "invalid");
        assertThat(refused.text("/errors/0/pointer")).isEqualTo("/referenceId");
    }

    @ParameterizedTest
    @CsvSource({ACME + ",connect", GLOBEX + ",telegent", INITECH + ",tellisim"})
    void orders_at_once_with_one_reference_and_different_keys_make_one_subscription(String key, String provider) {
        String name = "one-reference-" + provider;
        List<Answer> answers = atOnce(6, i -> create(key, name + i, order(name)));

        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() != 201)).allSatisfy(answer -> assertProblem(answer, 409, "reference-taken"));
        assertThat(gateway.truth(provider)).hasSize(1);
    }

    @Test
    void a_reference_is_free_again_after_a_refused_create() {
        gateway.faults("connect", "[{\"match\": \"POST /subscriptions\", \"effect\": \"status:400-before\", \"times\": 1}]");
        assertProblem(create(ACME, "freed-1", order("freed")), 422, "refused-by-provider");
        assertThat(gateway.get(ACME, CREATE + "/rid_freed").text("/status")).isEqualTo("FAILED");

        Answer made = create(ACME, "freed-2", order("freed"));
        assertThat(made.status()).isEqualTo(201);
        assertThat(gateway.get(ACME, CREATE + "/rid_freed").text("/subscriptionId")).isEqualTo(made.text("/subscriptionId"));
    }

    private static Answer create(String apiKey, String idempotencyKey, String body) {
        return gateway.post(apiKey, CREATE, body, "Idempotency-Key", idempotencyKey);
    }

    private static String order(String reference) {
        return """
                {"productOfferingId": "mobile-10gb", "customerId": "cust-1", "referenceId": "%s",
                 "subscriber": {"name": "Ada Example", "email": "ada@example.com"}, "activation": {"sim": {"esim": true}}}""".formatted(reference);
    }

    private static List<Answer> atOnce(int count, java.util.function.IntFunction<Answer> call) {
        List<CompletableFuture<Answer>> calls = IntStream.range(0, count)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> call.apply(i), task -> Thread.ofVirtual().start(task))).toList();
        return calls.stream().map(CompletableFuture::join).toList();
    }

    private static long posts(String provider, String path) {
        long count = 0;
        for (var request : gateway.arrived(provider)) {
            count += request.path("method").asText().equals("POST") && request.path("path").asText().equals(path) ? 1 : 0;
        }
        return count;
    }

    private static Map<String, String> comparable(Answer answer) {
        Map<String, String> headers = new TreeMap<>(answer.headers());
        headers.keySet().removeAll(List.of("date", "server-timing", "idempotency-replayed"));
        return headers;
    }

    private static String code(Answer answer) {
        return answer.json().path("code").asText();
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(code(answer)).isEqualTo(code);
    }
}
