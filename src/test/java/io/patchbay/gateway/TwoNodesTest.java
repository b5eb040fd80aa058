package io.patchbay.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import io.patchbay.testing.ProviderCopy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
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
import org.junit.jupiter.params.provider.CsvSource;
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

    /** With nothing but its key to know it by. */
    private static String unreferenced() {
        return Party.order().replaceAll("\"referenceId\": \"[^\"]+\",", "");
    }

    private static Answer ordered(Gateway node, Party party, String order, String key, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Idempotency-Key";
        all[headers.length + 1] = key;
        return node.post(party.key, "/v1/subscriptions", order, all);
    }

    private static void assertSame(Answer again, Answer first) {
        assertThat(again.status()).as(again.body()).isEqualTo(first.status());
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers()).containsEntry("idempotency-replayed", "true");
    }

    @ParameterizedTest
    @EnumSource(Party.class)
    void what_one_node_has_carried_out_is_answered_again_by_one_that_never_heard_of_it(Party party) {
        String shell = unreferenced().replaceAll("(?s),\\s*\"activation\".*", "}");
        for (String order : List.of(unreferenced(), shell, Party.order())) {
            String key = UUID.randomUUID().toString();
            Answer first = ordered(one, party, order, key);
            int asked = one.arrived(party.provider).size();

            assertThat(first.status()).as(first.body()).isEqualTo(201);
            assertSame(ordered(two, party, order, key), first);
            assertThat(one.arrived(party.provider)).hasSize(asked);
        }
    }

    @Test
    void who_would_rather_not_wait_gets_the_first_answer_too() {
        String order = unreferenced();
        String key = UUID.randomUUID().toString();
        Answer first = ordered(one, Party.CONNECT, order, key);

        assertSame(ordered(two, Party.CONNECT, order, key, "Prefer", "respond-async"), first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "an unknown field", "an unknown offering"})
    void another_order_under_a_key_that_only_the_other_node_knows_is_refused_for_its_key(String wrong) {
        String key = UUID.randomUUID().toString();
        ordered(one, Party.CONNECT, unreferenced(), key);
        String another = unreferenced().replace("cust-1001", "cust-1002");
        another = wrong.contains("field") ? another.replace("customerId", "customer") : wrong.contains("offering") ? another.replace("mobile-10gb", "none") : another;

        Answer refused = ordered(two, Party.CONNECT, another, key);

        assertThat(refused.status()).as(refused.body()).isEqualTo(409);
        assertThat(refused.text("/code")).isEqualTo("idempotency-key-reused");
    }

    @ParameterizedTest
    @CsvSource({"CONNECT, its claim", "CONNECT, its claim with a key", "CONNECT, an unknown offering", "TELLISIM, what is to be picked", "TELLISIM, a shell"})
    void another_order_under_a_reference_that_only_the_other_node_knows_is_refused_for_its_reference(Party party, String by) {
        String order = by.contains("shell") ? Party.order().replaceAll("(?s),\\s*\"activation\".*", "}") : Party.order();
        Answer first = ordered(one, party, order, UUID.randomUUID().toString());
        int asked = one.arrived(party.provider).size();
        String again = by.contains("offering") ? order.replace("mobile-10gb", "none") : order;
        String[] key = by.contains("key") ? new String[] {"Idempotency-Key", UUID.randomUUID().toString()} : new String[0];

        assertTaken(two.post(party.key, "/v1/subscriptions", again, key), first);
        assertThat(one.arrived(party.provider)).hasSize(asked);
    }

    private static void assertTaken(Answer refused, Answer first) {
        assertThat(first.status()).as(first.body()).isEqualTo(201);
        assertThat(refused.status()).as(refused.body()).isEqualTo(409);
        assertThat(refused.text("/code")).isEqualTo("reference-taken");
    }

    @Test
    void an_open_breaker_does_not_take_back_what_the_other_node_has_answered() {
        String order = unreferenced();
        String referenced = Party.order();
        String key = UUID.randomUUID().toString();
        Answer first = ordered(one, Party.TELLISIM, order, key);
        Answer named = one.post(Party.TELLISIM.key, "/v1/subscriptions", referenced);
        ruled("force-open");
        try {
            await().until(() -> Party.TELLISIM.create(two).status() == 503);

            assertSame(ordered(two, Party.TELLISIM, order, key), first);
            assertTaken(two.post(Party.TELLISIM.key, "/v1/subscriptions", referenced), named);
        } finally {
            ruled("reset");
            await().until(() -> Party.TELLISIM.create(two).status() == 201);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"failover\": [\"acme-connect\"]}", "{\"onUnavailable\": \"queue\"}"})
    void neither_another_account_nor_the_queue_takes_what_the_other_node_has_answered(String recourse) {
        String order = unreferenced();
        String key = UUID.randomUUID().toString();
        Answer first = ordered(one, Party.TELLISIM, order, key);
        Operator operator = new Operator(one);
        long before = operator.inForce();
        assertThat(operator.patch("routes/initech", recourse).status()).isEqualTo(200);
        ruled("force-open");
        try {
            await().until(() -> isTakenElsewhere(Party.TELLISIM.create(two)));
            double tried = recourses(two);

            assertSame(ordered(two, Party.TELLISIM, order, key), first);
            assertThat(recourses(two)).as("it was not even tried").isEqualTo(tried);
        } finally {
            assertThat(operator.restore(before).status()).isEqualTo(201);
            await().until(() -> Party.TELLISIM.create(two).status() == 503);
            // what waits would be sent in the middle of another test
            new Rows(one.database()).execute("update operation set due_at = null where state = 'QUEUED'");
            ruled("reset");
            await().until(() -> Party.TELLISIM.create(two).status() == 201);
        }
    }

    private static double recourses(Gateway node) {
        return node.application().getBean(MeterRegistry.class).find("patchbay.recourse").counters().stream().mapToDouble(Counter::count).sum();
    }

    private static boolean isTakenElsewhere(Answer answer) {
        return answer.status() == 202 || "connect".equals(answer.text("/provider/name"));
    }

    @Test
    void a_database_that_takes_no_orders_still_tells_what_was_ordered() {
        String order = unreferenced();
        String key = UUID.randomUUID().toString();
        Answer first = ordered(one, Party.CONNECT, order, key);
        Rows rows = new Rows(one.database());
        rows.execute("create function refused() returns trigger language plpgsql as 'begin raise exception ''no''; end'");
        rows.execute("create trigger refusing before insert on idempotency for each row execute function refused()");
        try {
            assertSame(ordered(two, Party.CONNECT, order, key), first);
            assertThat(Party.CONNECT.create(two, "Idempotency-Key", UUID.randomUUID().toString()).text("/code")).isEqualTo("not-ready");
        } finally {
            rows.execute("drop trigger refusing on idempotency");
        }
    }

    @Test
    void a_mistake_of_a_node_does_not_take_back_what_another_has_answered(@TempDir Path third) throws Exception {
        String order = unreferenced();
        String key = UUID.randomUUID().toString();
        Answer first = ordered(one, Party.CONNECT, order, key);
        String referenced = Party.order();
        String named = UUID.randomUUID().toString();
        ordered(one, Party.CONNECT, referenced, named);
        String taken = Party.order();
        Answer carried = one.post(Party.CONNECT.key, "/v1/subscriptions", taken);
        Rows rows = new Rows(one.database());
        try (Gateway mistaken = one.second(third, Map.of())) {
            AdviceWith.adviceWith(mistaken.application().getBean(CamelContext.class), "create-subscription",
                    route -> route.weaveById("create-subscription-carry").replace().throwException(new IllegalStateException("a mistake")));
            rows.execute("alter table idempotency rename to away");
            Answer unasked = ordered(mistaken, Party.CONNECT, unreferenced(), UUID.randomUUID().toString());
            Answer unaskedOfReference = ordered(mistaken, Party.CONNECT, referenced, named);
            rows.execute("alter table away rename to idempotency");

            assertThat(unasked.text("/code")).as("nobody could say whether it was sent").isEqualTo("not-ready");
            assertThat(unaskedOfReference.text("/code")).as("nobody could say whose the reference is").isEqualTo("not-ready");
            assertTaken(mistaken.post(Party.CONNECT.key, "/v1/subscriptions", taken), carried);
            assertSame(ordered(mistaken, Party.CONNECT, order, key), first);
            assertThat(ordered(mistaken, Party.CONNECT, unreferenced(), UUID.randomUUID().toString()).text("/code")).isEqualTo("internal");
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
