package io.patchbay.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import io.patchbay.testing.ProviderCopy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a provider does wrong: the caller learns what is known, the journal holds the evidence, and nothing is sent twice. */
class ProviderFaultsTest {

    @TempDir
    static Path workspace;

    static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(workspace, ProviderCopy.in(workspace, (name, sheet) -> ProviderCopy.hasty(sheet).replaceFirst("response: \\d+s", "response: 1s")));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private int held;
    private long arrived;

    @BeforeEach
    void fresh() {
        gateway.reset();
    }

    /** What came before counts too: a subscription made beforehand lets the gateway fetch the tokens that a reset made void. */
    private void faulty(Party party, String call, String effect) {
        held = gateway.truth(party.provider).size();
        arrived = party.arrived(gateway, call);
        party.faulty(gateway, call, effect);
    }

    private int made(Party party) {
        return gateway.truth(party.provider).size() - held;
    }

    private long sent(Party party, String call) {
        return party.arrived(gateway, call) - arrived;
    }

    /** @param rule and phase of the last attempt; done: whether the provider carried the call out */
    record Doubt(String effect, String rule, String phase, boolean done) {
    }

    static List<Doubt> doubts(Party party) {
        String late = party == Party.TELLISIM ? "unmapped" : "server-fault";
        return List.of(
                new Doubt("drop-before", "no-answer", "MAYBE_SENT", false), new Doubt("drop-after", "no-answer", "MAYBE_SENT", true),
                new Doubt("delay:1500", "no-answer", "MAYBE_SENT", true), new Doubt("garbage", "unreadable-answer", "ANSWERED", true),
                new Doubt("status:500-before", "server-fault", "ANSWERED", false), new Doubt("status:500-after", "server-fault", "ANSWERED", true),
                new Doubt("status:502-before", "server-fault", "ANSWERED", false), new Doubt("status:502-after", "server-fault", "ANSWERED", true),
                new Doubt("status:503-before", "server-fault", "ANSWERED", false), new Doubt("status:503-after", "server-fault", "ANSWERED", true),
                new Doubt("status:504-before", "server-fault", "ANSWERED", false), new Doubt("status:504-after", "server-fault", "ANSWERED", true),
                new Doubt("status:408-before", late, "ANSWERED", false), new Doubt("status:408-after", late, "ANSWERED", true),
                new Doubt("status:418-before", "unmapped", "ANSWERED", false), new Doubt("status:418-after", "unmapped", "ANSWERED", true),
                new Doubt("status:302-after", "unmapped", "ANSWERED", true));
    }

    static Stream<Arguments> doubtful() {
        return Arrays.stream(Party.values()).flatMap(party -> doubts(party).stream().map(doubt -> Arguments.of(party, doubt)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("doubtful")
    void a_create_without_a_clear_answer_is_unknown_and_never_sent_twice(Party party, Doubt doubt) {
        String key = UUID.randomUUID().toString();
        String order = Party.order();
        party.created(gateway);
        faulty(party, party.createCall, doubt.effect());

        Answer answer = gateway.post(party.key, "/v1/subscriptions", order, "Idempotency-Key", key);

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.headers().get("location")).isEqualTo("/v1/operations/" + answer.text("/operationId"));
        isUnknown(party.operation(gateway, answer.text("/operationId")), doubt);
        assertThat(party.record(gateway, answer.text("/subscriptionId")).path("status").asText()).isEqualTo("PENDING");
        await().untilAsserted(() -> assertThat(made(party)).isEqualTo(doubt.done() ? 1 : 0));

        gateway.faults(party.provider, "[]");
        Answer again = gateway.post(party.key, "/v1/subscriptions", order, "Idempotency-Key", key);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.body()).isEqualTo(answer.body());
        assertThat(again.headers()).containsEntry("idempotency-replayed", "true");
        assertThat(sent(party, party.createCall)).isOne();
    }

    private static void isUnknown(JsonNode operation, Doubt doubt) {
        JsonNode last = last(operation);
        assertThat(operation.path("state").asText()).isEqualTo("UNKNOWN");
        assertThat(operation.at("/outcome/class").asText()).isEqualTo("UNKNOWN");
        assertThat(operation.at("/outcome/rule").asText()).isEqualTo(doubt.rule());
        assertThat(last.path("class").asText()).isEqualTo("UNKNOWN");
        assertThat(last.path("rule").asText()).isEqualTo(doubt.rule());
        assertThat(last.path("phase").asText()).isEqualTo(doubt.phase());
        assertThat(last.has("httpStatus")).isEqualTo(doubt.phase().equals("ANSWERED"));
    }

    private static JsonNode last(JsonNode operation) {
        return operation.path("attempts").path(operation.path("attempts").size() - 1);
    }

    /** One of a kind is enough here: the rules are the same as for a create. */
    static Stream<Arguments> doubtfulCancels() {
        return doubtful().filter(given -> Stream.of("delay", "502", "503", "504-before", "500-before", "302")
                .noneMatch(((Doubt) given.get()[1]).effect()::contains));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("doubtfulCancels")
    void a_cancel_without_a_clear_answer_leaves_the_subscription_as_it_was_and_open(Party party, Doubt doubt) {
        String id = party.created(gateway);
        String before = party.record(gateway, id).path("status").asText();
        gateway.post(party.key, "/v1/subscriptions/" + party.created(gateway) + "/cancel", "{}");
        faulty(party, party.cancelCall, doubt.effect());

        Answer answer = gateway.post(party.key, "/v1/subscriptions/" + id + "/cancel", "{}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        isUnknown(party.operation(gateway, answer.text("/operationId")), doubt);
        assertThat(party.record(gateway, id).path("status").asText()).isEqualTo(before);

        gateway.faults(party.provider, "[]");
        Answer again = gateway.post(party.key, "/v1/subscriptions/" + id + "/cancel", "{}");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text("/code")).isEqualTo("operation-in-progress");
        assertThat(again.text("/operationId")).isEqualTo(answer.text("/operationId"));
        assertThat(sent(party, party.cancelCall)).isOne();
    }

    /** @param tries how often the call arrives: where a token was refused, a fresh one is tried; where nothing is said of a wait, it is short */
    record Refusal(String effect, int status, String code, String outcome, String rule, int tries) {
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(Party.CONNECT, new Refusal("throttle", 429, "provider-throttled", "THROTTLED", "throttled", 1)),
                Arguments.of(Party.CONNECT, new Refusal("status:401-before", 503, "provider-credentials-refused", "UNAUTHORISED", "key-refused", 1)),
                Arguments.of(Party.CONNECT, new Refusal("status:403-before", 422, "refused-by-provider", "REJECTED", "create-disabled", 1)),
                Arguments.of(Party.CONNECT, new Refusal("status:400-before", 422, "refused-by-provider", "REJECTED", "not-valid", 1)),
                Arguments.of(Party.TELEGENT, new Refusal("throttle", 429, "provider-throttled", "THROTTLED", "throttled", 1)),
                Arguments.of(Party.TELEGENT, new Refusal("status:401-before", 503, "provider-credentials-refused", "UNAUTHORISED", "unauthorised", 2)),
                Arguments.of(Party.TELEGENT, new Refusal("status:403-before", 503, "provider-credentials-refused", "UNAUTHORISED", "unauthorised", 2)),
                Arguments.of(Party.TELEGENT, new Refusal("status:400-before", 422, "refused-by-provider", "REJECTED", "refused", 1)),
                Arguments.of(Party.TELLISIM, new Refusal("throttle", 429, "provider-throttled", "THROTTLED", "throttled", 3)),
                Arguments.of(Party.TELLISIM, new Refusal("status:401-before", 503, "provider-credentials-refused", "UNAUTHORISED", "unauthorised", 1)),
                Arguments.of(Party.TELLISIM, new Refusal("status:403-before", 422, "refused-by-provider", "REJECTED", "refused", 1)),
                Arguments.of(Party.TELLISIM, new Refusal("status:400-before", 422, "refused-by-provider", "REJECTED", "refused", 1)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refused")
    void a_create_that_was_clearly_not_done_says_so_and_may_be_tried_again(Party party, Refusal refusal) {
        String key = UUID.randomUUID().toString();
        String order = Party.order();
        party.created(gateway);
        faulty(party, party.createCall, refusal.effect());

        Answer answer = gateway.post(party.key, "/v1/subscriptions", order, "Idempotency-Key", key);

        assertThat(answer.status()).as(answer.body()).isEqualTo(refusal.status());
        assertThat(answer.text("/code")).isEqualTo(refusal.code());
        assertThat(answer.headers().containsKey("retry-after")).isEqualTo(refusal.status() != 422);
        assertThat(answer.json().path("retryable").asBoolean()).isEqualTo(refusal.status() != 422);
        JsonNode operation = party.operation(gateway, answer.text("/operationId"));
        assertThat(operation.path("state").asText()).isEqualTo("REJECTED");
        assertThat(operation.at("/outcome/class").asText()).isEqualTo(refusal.outcome());
        assertThat(last(operation).path("rule").asText()).isEqualTo(refusal.rule());
        assertThat(last(operation).path("phase").asText()).isEqualTo("ANSWERED");
        assertThat(party.record(gateway, operation.path("subscriptionId").asText()).path("status").asText()).isEqualTo("FAILED");
        assertThat(made(party)).isZero();
        assertThat(sent(party, party.createCall)).isEqualTo(refusal.tries());

        gateway.faults(party.provider, "[]");
        Answer again = gateway.post(party.key, "/v1/subscriptions", order, "Idempotency-Key", key);
        assertThat(again.status()).as(again.body()).isEqualTo(refusal.status() == 422 ? 422 : 201);
        assertThat(made(party)).isEqualTo(refusal.status() == 422 ? 0 : 1);
    }

    @ParameterizedTest
    @EnumSource(Party.class)
    void a_provider_that_refuses_connections_got_nothing_and_the_order_may_be_tried_again(Party party) {
        String key = UUID.randomUUID().toString();
        String order = Party.order();
        String known = party.created(gateway);
        faulty(party, "*", "refuse-connection");
        closeOldConnections(party, known);

        Answer answer = gateway.post(party.key, "/v1/subscriptions", order, "Idempotency-Key", key);

        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.text("/code")).isEqualTo("provider-unavailable");
        assertThat(answer.headers()).containsKey("retry-after");
        if (party != Party.TELLISIM) {
            JsonNode operation = party.operation(gateway, answer.text("/operationId"));
            assertThat(operation.path("state").asText()).isEqualTo("REJECTED");
            assertThat(last(operation).path("phase").asText()).isEqualTo("NEVER_SENT");
            assertThat(last(operation).path("class").asText()).isEqualTo("UNAVAILABLE_NOT_SENT");
        }
        gateway.faults(party.provider, "[]");
        gateway.closeBreakers();
        assertThat(gateway.post(party.key, "/v1/subscriptions", order, "Idempotency-Key", key).status()).isEqualTo(201);
        assertThat(made(party)).isOne();
    }

    /** A question uses up a connection that the provider has just closed; an order on it would count as maybe sent. */
    private static void closeOldConnections(Party party, String known) {
        for (int i = 0; i < 3; i++) {
            gateway.get(party.key, "/v1/subscriptions/" + known + "?refresh=true");
        }
    }

    static Stream<Arguments> unanswered() {
        return Arrays.stream(Party.values()).flatMap(party -> Stream.of("refuse-connection", "drop-before", "delay:1500", "garbage",
                "status:500-before", "status:503-before", "status:408-before", "status:418-before")
                .map(effect -> Arguments.of(party, effect)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("unanswered")
    void a_question_without_a_usable_answer_is_503_and_changes_nothing(Party party, String effect) {
        asked(party, effect, 503, "provider-unavailable");
    }

    @ParameterizedTest
    @EnumSource(Party.class)
    void a_throttled_question_is_429_and_changes_nothing(Party party) {
        asked(party, "throttle", 429, "provider-throttled");
    }

    @ParameterizedTest
    @EnumSource(Party.class)
    void a_question_with_refused_credentials_is_503_and_changes_nothing(Party party) {
        asked(party, "status:401-before", 503, "provider-credentials-refused");
    }

    private static void asked(Party party, String effect, int status, String code) {
        String id = party.created(gateway);
        JsonNode before = party.record(gateway, id);
        int operations = new Rows(gateway.database()).count("operation");
        party.faulty(gateway, "*", effect);

        isRefused(gateway.get(party.key, "/v1/subscriptions/" + id + "?refresh=true"), status, code);
        if (!effect.startsWith("delay")) {
            isRefused(gateway.get(party.key, "/v1/subscriptions?refresh=true&limit=1"), status, code);
        }
        assertThat(party.record(gateway, id)).isEqualTo(before);
        assertThat(new Rows(gateway.database()).count("operation")).isEqualTo(operations);
    }

    private static void isRefused(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.text("/code")).isEqualTo(code);
        assertThat(answer.headers()).containsKey("retry-after");
    }
}
