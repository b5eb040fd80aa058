package io.patchbay.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import io.patchbay.testing.ProviderCopy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.AdviceWith;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two nodes on one database are one gateway. */
class TwoNodesTest {

    @TempDir
    static Path workspace;

    @TempDir
    static Path elsewhere;

    static Gateway one;
    static Gateway two;

    @BeforeAll
    static void start() {
        Map<String, String> settings = new HashMap<>(ProviderCopy.in(workspace, (name, sheet) -> ProviderCopy.impatient(sheet)));
        settings.put("patchbay.settling.every", "100");
        one = Gateway.start(workspace, settings);
        two = one.second(elsewhere, settings);
    }

    @AfterAll
    static void stop() {
        two.close();
        one.close();
    }

    @ParameterizedTest
    @EnumSource(Party.class)
    void the_same_order_sent_to_both_at_once_makes_one_subscription(Party party) {
        String order = Party.order();
        String key = UUID.randomUUID().toString();
        int before = one.truth(party.provider).size();

        List<Answer> answers = atOnce(party, order, "Idempotency-Key", key);

        assertThat(answers).extracting(Answer::status).isSubsetOf(201, 409).contains(201);
        assertThat(one.truth(party.provider).size()).isEqualTo(before + 1);
        Answer replayed = two.post(party.key, "/v1/subscriptions", order, "Idempotency-Key", key);
        assertThat(answers.stream().filter(answer -> answer.status() == 201)).extracting(Answer::body).containsOnly(replayed.body());
    }

    @ParameterizedTest
    @EnumSource(Party.class)
    void what_one_node_has_carried_out_is_answered_again_by_one_that_never_heard_of_it(Party party) {
        String order = Party.order();
        String key = UUID.randomUUID().toString();
        Answer first = one.post(party.key, "/v1/subscriptions", order, "Idempotency-Key", key);
        int asked = one.arrived(party.provider).size();

        Answer again = two.post(party.key, "/v1/subscriptions", order, "Idempotency-Key", key);

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.status()).isEqualTo(first.status()).isEqualTo(201);
        assertThat(again.headers()).containsEntry("idempotency-replayed", "true");
        assertThat(one.arrived(party.provider)).hasSize(asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "an unknown field", "an unknown offering"})
    void another_order_under_a_key_that_only_the_other_node_knows_is_refused_for_its_key(String wrong) {
        String key = UUID.randomUUID().toString();
        one.post(Party.TELLISIM.key, "/v1/subscriptions", Party.order(), "Idempotency-Key", key);
        String another = wrong.contains("field") ? Party.order().replace("customerId", "customer") : wrong.contains("offering")
                ? Party.order().replace("mobile-10gb", "none") : Party.order();

        Answer refused = two.post(Party.TELLISIM.key, "/v1/subscriptions", another, "Idempotency-Key", key);

        assertThat(refused.status()).as(refused.body()).isEqualTo(409);
        assertThat(refused.text("/code")).isEqualTo("idempotency-key-reused");
    }

    @Test
    void an_open_breaker_does_not_take_back_what_the_other_node_has_answered() {
        String order = Party.order();
        String key = UUID.randomUUID().toString();
        Answer first = one.post(Party.TELLISIM.key, "/v1/subscriptions", order, "Idempotency-Key", key);
        ruled("force-open");
        try {
            await().until(() -> Party.TELLISIM.create(two).status() == 503);

            Answer again = two.post(Party.TELLISIM.key, "/v1/subscriptions", order, "Idempotency-Key", key);

            assertThat(again.status()).isEqualTo(201);
            assertThat(again.body()).isEqualTo(first.body());
        } finally {
            ruled("reset");
            await().until(() -> Party.TELLISIM.create(two).status() == 201);
        }
    }

    @Test
    void a_mistake_of_a_node_does_not_take_back_what_another_has_answered(@TempDir Path third) throws Exception {
        String order = Party.order();
        String key = UUID.randomUUID().toString();
        Answer first = one.post(Party.TELLISIM.key, "/v1/subscriptions", order, "Idempotency-Key", key);
        Rows rows = new Rows(one.database());
        try (Gateway mistaken = one.second(third, Map.of())) {
            AdviceWith.adviceWith(mistaken.application().getBean(CamelContext.class), "create-subscription",
                    route -> route.weaveById("create-subscription-carry").replace().throwException(new IllegalStateException("a mistake")));
            rows.execute("alter table idempotency rename to away");
            Answer unasked = mistaken.post(Party.TELLISIM.key, "/v1/subscriptions", order, "Idempotency-Key", key);
            rows.execute("alter table away rename to idempotency");

            Answer again = mistaken.post(Party.TELLISIM.key, "/v1/subscriptions", order, "Idempotency-Key", key);
            Answer another = Party.TELLISIM.create(mistaken, "Idempotency-Key", UUID.randomUUID().toString());

            assertThat(unasked.text("/code")).as("nobody could say whether it was sent").isEqualTo("not-ready");
            assertThat(again.body()).isEqualTo(first.body());
            assertThat(another.text("/code")).isEqualTo("internal");
        }
    }

    private static void ruled(String verb) {
        Answer ruled = one.post(Gateway.ADMIN, "/admin/v1/breakers/initech-tellisim/" + verb, "{\"reason\": \"to see who is answered\"}");
        assertThat(ruled.status()).as(ruled.body()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(Party.class)
    void one_reference_used_on_both_at_once_makes_one_subscription(Party party) {
        int before = one.truth(party.provider).size();

        List<Answer> answers = atOnce(party, Party.order());

        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() != 201)).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(409));
        assertThat(one.truth(party.provider).size()).isEqualTo(before + 1);
    }

    @Test
    void what_one_node_was_not_told_the_other_finds_out() {
        one.faults("tellisim", "[{\"match\": \"POST /v3/subscription\", \"effect\": \"drop-after\", \"times\": 1}]");
        String operation = Party.TELLISIM.create(one).text("/operationId");
        one.application().getBean(CamelContext.class).suspend();
        try {
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() ->
                    assertThat(Party.TELLISIM.operation(two, operation).path("state").asText()).isEqualTo("SUCCEEDED"));
        } finally {
            one.application().getBean(CamelContext.class).resume();
        }
    }

    private static List<Answer> atOnce(Party party, String order, String... headers) {
        List<CompletableFuture<Answer>> sent = IntStream.range(0, 8).mapToObj(n -> CompletableFuture.supplyAsync(() ->
                (n % 2 == 0 ? one : two).post(party.key, "/v1/subscriptions", order, headers))).toList();
        return sent.stream().map(CompletableFuture::join).toList();
    }
}
