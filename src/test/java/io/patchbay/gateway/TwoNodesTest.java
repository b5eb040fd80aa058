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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
        one.application().getBean(org.apache.camel.CamelContext.class).suspend();
        try {
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() ->
                    assertThat(Party.TELLISIM.operation(two, operation).path("state").asText()).isEqualTo("SUCCEEDED"));
        } finally {
            one.application().getBean(org.apache.camel.CamelContext.class).resume();
        }
    }

    private static List<Answer> atOnce(Party party, String order, String... headers) {
        List<CompletableFuture<Answer>> sent = IntStream.range(0, 8).mapToObj(n -> CompletableFuture.supplyAsync(() ->
                (n % 2 == 0 ? one : two).post(party.key, "/v1/subscriptions", order, headers))).toList();
        return sent.stream().map(CompletableFuture::join).toList();
    }
}
