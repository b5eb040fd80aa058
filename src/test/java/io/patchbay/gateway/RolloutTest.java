package io.patchbay.gateway;

import static io.patchbay.testing.Gateway.ACME;
import static io.patchbay.testing.Gateway.ADMIN;
import static io.patchbay.testing.Gateway.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.patchbay.routing.Activation;
import io.patchbay.routing.ConfigurationStore;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A configuration that is tried out on some first, on two nodes: who meets it, what is counted, and what ends it. */
@ExtendWith(OutputCaptureExtension.class)
class RolloutTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROLLOUTS = "/admin/v1/rollouts";
    private static final String ROLLOUT = "/admin/v1/rollout";
    private static final String BECAUSE = "{\"reason\": \"ticket 4711\"}";
    private static final String RENAMED = "{\"offerings\": {\"mobile-10gb\": {\"name\": \"Mobile 10 GB, %s\"}}}";
    private static final String ON_GLOBEX = "{\"tenants\": [\"globex\"]}";
    private static final Map<String, String> QUICK = Map.of("patchbay.configuration.every", "100", "patchbay.rollout.every", "100");

    @TempDir
    static Path workspace;

    @TempDir
    static Path elsewhere;

    static Gateway one;
    static Gateway two;
    static Rows rows;

    @BeforeAll
    static void start() {
        one = Gateway.start(workspace, QUICK);
        two = one.second(elsewhere, QUICK);
        rows = new Rows(one.database());
    }

    @AfterAll
    static void stop() {
        two.close();
        one.close();
    }

    @BeforeEach
    void fresh() {
        one.reset();
        two.closeBreakers();
    }

    @AfterEach
    void end() {
        one.post(ADMIN, ROLLOUT + "/roll-back", BECAUSE);
        await().until(() -> stable(two) == stable(one) && !tries(two));
    }

    @Test
    void tenants_on_whom_it_is_tried_out_are_decided_by_it_on_every_node_and_nobody_else_is() {
        long before = stable(one);
        Answer begun = begin(RENAMED.formatted("for Globex"), ON_GLOBEX, "{}");

        assertThat(begun.status()).as(begun.body()).isEqualTo(201);
        long candidate = begun.json().path("revision").asLong();
        await().until(() -> tries(two));
        for (Gateway node : List.of(one, two)) {
            Answer theirs = node.get(GLOBEX, "/v1/product-offerings/mobile-10gb");
            assertThat(theirs.text("/name")).isEqualTo("Mobile 10 GB, for Globex");
            assertThat(revision(theirs)).isEqualTo(candidate);
            Answer others = node.get(ACME, "/v1/product-offerings/mobile-10gb");
            assertThat(others.text("/name")).isNotEqualTo("Mobile 10 GB, for Globex");
            assertThat(revision(others)).isEqualTo(before);
            assertThat(revision(node.get(ADMIN, "/admin/v1/accounts"))).as("administrators").isEqualTo(before);
        }
    }

    @Test
    void an_order_is_written_down_with_the_revision_that_decided_it() {
        long before = stable(one);
        long candidate = begin(RENAMED.formatted("once more"), ON_GLOBEX, "{}").json().path("revision").asLong();

        Answer theirs = Party.TELEGENT.create(one);
        Answer others = Party.CONNECT.create(one);

        assertThat(revision(theirs)).isEqualTo(candidate);
        assertThat(written(theirs)).containsExactly(Long.toString(candidate));
        assertThat(revision(others)).isEqualTo(before);
        assertThat(written(others)).containsExactly(Long.toString(before));
    }

    @Test
    void of_a_share_each_request_meets_one_revision_whole() {
        long before = stable(one);
        long candidate = begin(RENAMED.formatted("for half"), "{\"percent\": 50}", "{}").json().path("revision").asLong();
        await().until(() -> tries(two));

        Set<Long> met = new HashSet<>();
        await().until(() -> {
            Answer answer = (met.size() % 2 == 0 ? one : two).get(ACME, "/v1/product-offerings/mobile-10gb");
            assertThat(answer.text("/name").equals("Mobile 10 GB, for half")).isEqualTo(revision(answer) == candidate);
            return met.add(revision(answer)) && met.size() == 2;
        });
        assertThat(met).containsExactlyInAnyOrder(before, candidate);
    }

    @Test
    void a_bad_one_is_taken_back_by_itself_and_none_suffers_who_is_on_the_other(CapturedOutput output) {
        long before = stable(one);
        Answer begun = begin("{\"accounts\": {\"acme-connect\": {\"baseUrl\": \"http://localhost:%d\"}}}".formatted(deadPort()), "{\"percent\": 50}",
                "{\"minimum\": 5}");
        assertThat(begun.status()).as(begun.body()).isEqualTo(201);
        long candidate = begun.json().path("revision").asLong();
        await().until(() -> tries(two));

        List<Answer> answers = new ArrayList<>();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            answers.add(Party.CONNECT.create(answers.size() % 2 == 0 ? one : two));
            return !tries(one) && !tries(two);
        });

        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(revision(answer) == before ? 201 : 503));
        assertThat(answers).filteredOn(answer -> revision(answer) == candidate).hasSizeGreaterThanOrEqualTo(5);
        for (Gateway node : List.of(one, two)) {
            Answer after = Party.CONNECT.create(node);
            assertThat(after.status()).isEqualTo(201);
            assertThat(revision(after)).isEqualTo(before);
            assertThat(health(node).at("/details/rolledBack").asText()).contains("Its orders fail more often than they may");
        }
        JsonNode last = one.get(ADMIN, ROLLOUTS + "/steps?limit=1").json().at("/items/0");
        assertThat(last.path("kind").asText()).isEqualTo("ROLLED_BACK");
        assertThat(last.path("by").asText()).isEqualTo("gateway");
        assertThat(last.path("revision").asLong()).isEqualTo(candidate);
        assertThat(last.path("stable").asLong()).isEqualTo(before);
        assertThat(rows.texts("select actor from audit_entry where act = 'rollout.rolled-back' and subject = ?", "revisions/" + candidate)).containsExactly("gateway");
        assertThat(takenBack(one) + takenBack(two)).isPositive();
        assertThat(output).contains("A rollout was taken back, revision " + before + " is in force for everybody again");
    }

    @Test
    void one_that_finds_no_account_for_its_tenants_is_taken_back() {
        long before = stable(one);
        ObjectNode patch = json("{}");
        JsonNode routes = one.application().getBean(ConfigurationStore.class).revision(before).document().path("routes");
        routes.forEach(rule -> {
            if (!rule.path("tenant").asText().equals("globex")) {
                patch.withArray("routes").add(rule);
            }
        });
        begin(patch.toString(), ON_GLOBEX, "{\"minimum\": 2}");

        Answer refused = Party.TELEGENT.create(one);
        assertThat(refused.text("/code")).isEqualTo("no-route");
        assertThat(revision(refused)).isNotEqualTo(before);
        Party.TELEGENT.create(one);

        await().until(() -> !tries(one));
        assertThat(Party.TELEGENT.create(one).status()).isEqualTo(201);
    }

    @Test
    void a_good_one_completes_by_itself_if_it_was_told_to() {
        long candidate = begin(RENAMED.formatted("good"), ON_GLOBEX, "{\"minimum\": 2, \"bake\": \"PT1S\", \"afterBake\": \"complete\"}")
                .json().path("revision").asLong();
        assertThat(Party.TELEGENT.create(one).status()).isEqualTo(201);
        assertThat(tries(one)).as("one order is not enough to be judged by").isTrue();
        assertThat(Party.TELEGENT.create(one).status()).isEqualTo(201);

        await().until(() -> stable(one) == candidate && stable(two) == candidate);
        assertThat(one.get(ADMIN, ROLLOUT).status()).isEqualTo(404);
        assertThat(revision(two.get(ACME, "/v1/product-offerings/mobile-10gb"))).isEqualTo(candidate);
        assertThat(rows.texts("select actor from audit_entry where act = 'rollout.completed' and subject = ?", "revisions/" + candidate)).containsExactly("gateway");
    }

    @Test
    void its_figures_show_what_was_answered_how_and_count_an_order_once() {
        begin(RENAMED.formatted("counted"), ON_GLOBEX, "{}");
        String key = UUID.randomUUID().toString();
        String order = Party.order();
        assertThat(one.post(GLOBEX, "/v1/subscriptions", order, "Idempotency-Key", key).status()).isEqualTo(201);
        assertThat(one.post(GLOBEX, "/v1/subscriptions", order, "Idempotency-Key", key).headers()).containsKey("idempotency-replayed");
        Answer accepted = Party.TELEGENT.create(one, "Prefer", "respond-async");
        assertThat(accepted.status()).isEqualTo(202);
        await().untilAsserted(() -> assertThat(Party.TELEGENT.operation(one, accepted.text("/operationId")).path("state").asText()).isEqualTo("SUCCEEDED"));
        assertThat(one.post(GLOBEX, "/v1/subscriptions", "{\"customerId\": 7}").status()).as("against the contract").isEqualTo(422);
        assertThat(one.post(GLOBEX, "/v1/subscriptions/sub_" + "0".repeat(32) + "/cancel", "{}").status()).isEqualTo(404);
        assertThat(Party.CONNECT.create(one).status()).isEqualTo(201);
        one.faults("telegent", "[{\"match\": \"" + Party.TELEGENT.createCall + "\", \"effect\": \"drop-after\", \"times\": 1}]");
        assertThat(Party.TELEGENT.create(one).text("/state")).isEqualTo("UNKNOWN");

        await().untilAsserted(() -> {
            JsonNode rollout = two.get(ADMIN, ROLLOUT).json();
            assertThat(rollout.path("tried").toString()).contains("\"requests\":4,\"errors\":0,\"unknown\":1,\"rate\":25.0");
            assertThat(rollout.path("stable").toString()).contains("\"requests\":1,\"errors\":0,\"unknown\":0,\"rate\":0.0");
            assertThat(rollout.path("next").asText()).contains("It is judged once it has decided 20 orders; until now it has decided 4.");
        });
    }

    @Test
    void it_is_widened_and_taken_back_by_hand_and_every_step_is_told() {
        Answer begun = begin(RENAMED.formatted("step by step"), ON_GLOBEX, "{}");
        String first = begun.headers().get("etag");
        assertThat(begun.headers().get("location")).isEqualTo(ROLLOUT);
        assertThat(one.get(ADMIN, ROLLOUT).headers().get("etag")).isEqualTo(first);

        Answer widened = two.post(ADMIN, ROLLOUT + "/widen", "{\"reason\": \"more\", \"slice\": {\"percent\": 40}}", "If-Match", first);
        assertThat(widened.text("/kind")).isEqualTo("WIDENED");
        Answer late = one.post(ADMIN, ROLLOUT + "/complete", BECAUSE, "If-Match", first);
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.text("/detail")).contains(widened.headers().get("etag"));
        assertThat(one.post(ADMIN, ROLLOUT + "/complete", BECAUSE, "If-Match", "something").status()).isEqualTo(412);
        Answer back = one.post(ADMIN, ROLLOUT + "/roll-back", BECAUSE, "If-Match", "*");
        assertThat(back.text("/kind")).isEqualTo("ROLLED_BACK");
        assertThat(back.text("/revision")).isEqualTo(begun.text("/revision"));

        List<String> kinds = new ArrayList<>();
        String cursor = "";
        for (int page = 0; page < 3; page++) {
            JsonNode steps = two.get(ADMIN, ROLLOUTS + "/steps?limit=1" + cursor).json();
            kinds.add(steps.at("/items/0/kind").asText() + " by " + steps.at("/items/0/by").asText());
            cursor = "&cursor=" + steps.path("nextCursor").asText();
        }
        assertThat(kinds).containsExactly("ROLLED_BACK by demo", "WIDENED by demo", "BEGUN by demo");
        assertThat(one.get(ADMIN, ROLLOUTS + "/steps?cursor=nonsense").status()).isEqualTo(400);
    }

    @Test
    void completed_by_hand_an_account_goes_on_with_the_address_that_was_tried() {
        String address = "http://localhost:" + one.sandbox().controlPort() + "/tellisim";
        long candidate = begin("{\"accounts\": {\"initech-tellisim\": {\"baseUrl\": \"" + address + "\"}}}", "{\"tenants\": [\"initech\"]}", "{}").json().path("revision").asLong();
        assertThat(Party.TELLISIM.create(one).status()).isEqualTo(201);

        assertThat(one.post(ADMIN, ROLLOUT + "/complete", BECAUSE).text("/kind")).isEqualTo("COMPLETED");

        assertThat(revision(Party.TELLISIM.create(one))).isEqualTo(candidate);
        await().until(() -> stable(two) == candidate);
        assertThat(Party.TELLISIM.create(two).status()).isEqualTo(201);
        assertThat(one.get(ADMIN, "/admin/v1/accounts").body()).contains("initech-tellisim");
    }

    @Test
    void while_one_goes_on_nothing_else_comes_into_force() {
        long before = stable(one);
        begin(RENAMED.formatted("first"), ON_GLOBEX, "{}");

        Answer second = two.post(ADMIN, ROLLOUTS, body(RENAMED.formatted("second"), ON_GLOBEX, "{}"));
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.text("/code")).isEqualTo("rollout-in-progress");
        ConfigurationStore store = two.application().getBean(ConfigurationStore.class);
        ObjectNode document = store.revision(before).document();
        document.withObject("/tenants/acme").put("title", "Acme, meanwhile");
        assertThat(store.activate(document, "test", "meanwhile", before)).isInstanceOf(Activation.Occupied.class);
    }

    @Test
    void what_is_wrong_with_the_configuration_is_told_at_once_and_nothing_begins() {
        Answer refused = begin("{\"accounts\": {\"acme-connect\": {\"provider\": \"nobody\", \"baseUrl\": \"nowhere\"}}}", ON_GLOBEX, "{}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/code")).isEqualTo("invalid-configuration");
        assertThat(refused.json().path("errors")).extracting(error -> error.path("pointer").asText())
                .contains("/accounts/acme-connect/provider", "/accounts/acme-connect/baseUrl");
        assertThat(one.get(ADMIN, ROLLOUT).status()).isEqualTo(404);
    }

    @Test
    void an_account_comes_for_everybody_first_and_is_tried_out_by_the_rules_that_use_it() {
        ObjectNode document = one.application().getBean(ConfigurationStore.class).revision(stable(one)).document();
        ObjectNode account = json("{}");
        account.withObject("/accounts").set("globex-second", document.at("/accounts/globex-telegent"));
        ObjectNode rules = json("{}");
        document.path("routes").forEach(rule -> rules.withArray("routes").add(rule.path("tenant").asText().equals("globex")
                ? json("{\"id\": \"globex\", \"tenant\": \"globex\", \"targets\": [{\"account\": \"globex-second\", \"weight\": 100}]}") : rule));

        Answer refused = begin(account.deepCopy().setAll(rules).toString(), ON_GLOBEX, "{}");
        assertThat(refused.status()).as(refused.body()).isEqualTo(422);
        assertThat(refused.text("/code")).isEqualTo("invalid-configuration");
        assertThat(Operator.pointers(refused)).containsExactly("/accounts/globex-second");
        assertThat(tries(one)).isFalse();

        assertThat(one.post(ADMIN, "/admin/v1/revisions", json(BECAUSE).put("skipCredentialCheck", "not what is tested").set("patch", account).toString()).status())
                .isEqualTo(201);
        assertThat(begin(rules.toString(), ON_GLOBEX, "{}").status()).isEqualTo(201);
        Answer made = Party.TELEGENT.create(one);
        assertThat(rows.texts("select account from subscription where subscription_id = ?", made.text("/subscriptionId"))).containsExactly("globex-second");
        one.post(ADMIN, ROLLOUT + "/roll-back", BECAUSE);
        assertThat(one.get(GLOBEX, "/v1/subscriptions/" + made.text("/subscriptionId")).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"reason": "r", "slice": {"percent": 5}}                                                    | /document
            {"reason": "r", "slice": {"percent": 5}, "patch": {}, "document": {}}                       | /document
            {"reason": "r", "slice": {"percent": 5}, "patch": {}}                                       | /patch
            {"slice": {"percent": 5}, "patch": {}}                                                      | /reason
            {"reason": "r", "patch": {}}                                                                | /slice
            {"reason": "r", "slice": {}, "patch": {}}                                                   | /slice
            {"reason": "r", "slice": {"percent": 5, "tenants": ["acme"]}, "patch": {}}                  | /slice
            {"reason": "r", "slice": {"percent": 100}, "patch": {}}                                     | /slice/percent
            {"reason": "r", "slice": {"percent": 0}, "patch": {}}                                       | /slice/percent
            {"reason": "r", "slice": {"tenants": []}, "patch": {}}                                      | /slice/tenants
            {"reason": "r", "slice": {"tenants": ["acme", "nobody"]}, "patch": {}}                      | /slice/tenants/1
            {"reason": "r", "slice": {"percent": 5}, "patch": {}, "guard": {"bake": "PT"}}              | /guard/bake
            {"reason": "r", "slice": {"percent": 5}, "patch": {}, "guard": {"bake": "PT0S"}}            | /guard/bake
            {"reason": "r", "slice": {"percent": 5}, "patch": {}, "guard": {"bake": "PT721H"}}          | /guard/bake
            {"reason": "r", "slice": {"percent": 5}, "patch": {}, "guard": {"threshold": 101}}          | /guard/threshold
            {"reason": "r", "slice": {"percent": 5}, "patch": {}, "guard": {"minimum": 0}}              | /guard/minimum
            {"reason": "r", "slice": {"percent": 5}, "patch": {}, "guard": {"afterBake": "explode"}}    | /guard/afterBake
            """)
    void what_is_wrong_with_the_request_is_told_by_its_place(String body, String pointer) {
        Answer refused = one.post(ADMIN, ROLLOUTS, body);

        assertThat(refused.status()).as(refused.body()).isEqualTo(422);
        assertThat(refused.text("/errors/0/pointer")).isEqualTo(pointer);
        assertThat(tries(one)).isFalse();
    }

    @Test
    void who_names_a_revision_that_is_not_in_force_begins_nothing() {
        Answer refused = one.post(ADMIN, ROLLOUTS, body(RENAMED.formatted("unseen"), ON_GLOBEX, "{}").replaceFirst("\\{", "{\"based\": 999999,"));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/code")).isEqualTo("revision-conflict");
    }

    @Test
    void a_whole_document_is_taken_as_well() {
        ObjectNode document = one.application().getBean(ConfigurationStore.class).revision(stable(one)).document();
        document.withObject("/offerings/mobile-10gb").put("name", "Mobile 10 GB, as a whole");
        ObjectNode body = json(BECAUSE).put("based", stable(one));
        body.set("document", document);
        body.set("slice", json(ON_GLOBEX));

        assertThat(one.post(ADMIN, ROLLOUTS, body.toString()).status()).isEqualTo(201);
        assertThat(one.get(GLOBEX, "/v1/product-offerings/mobile-10gb").text("/name")).isEqualTo("Mobile 10 GB, as a whole");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/complete", "/roll-back", "/widen"})
    void where_nothing_is_tried_out_there_is_nothing_to_go_on_with(String action) {
        String body = action.equals("/widen") ? "{\"reason\": \"r\", \"slice\": {\"percent\": 50}}" : BECAUSE;

        assertThat(one.post(ADMIN, ROLLOUT + action, body).text("/code")).isEqualTo("not-found");
        assertThat(one.post(ACME, ROLLOUT + action, body).text("/code")).isEqualTo("scope-missing");
    }

    @Test
    void widening_to_tenants_that_are_not_there_is_refused() {
        begin(RENAMED.formatted("widened"), ON_GLOBEX, "{}");

        Answer refused = one.post(ADMIN, ROLLOUT + "/widen", "{\"reason\": \"r\", \"slice\": {\"tenants\": [\"nobody\"]}}");

        assertThat(refused.text("/errors/0/pointer")).isEqualTo("/slice/tenants/0");
    }

    @Test
    void it_outlives_a_restart(@TempDir Path first, @TempDir Path second) {
        Gateway before = Gateway.start(first, QUICK);
        Answer begun = before.post(ADMIN, ROLLOUTS, body(RENAMED.formatted("kept"), ON_GLOBEX, "{}"));

        try (Gateway after = before.restarted(second)) {
            assertThat(after.get(ADMIN, ROLLOUT).text("/revision")).isEqualTo(begun.text("/revision"));
            assertThat(after.get(GLOBEX, "/v1/product-offerings/mobile-10gb").text("/name")).isEqualTo("Mobile 10 GB, kept");
        }
    }

    private static Answer begin(String patch, String slice, String guard) {
        return one.post(ADMIN, ROLLOUTS, body(patch, slice, guard));
    }

    private static String body(String patch, String slice, String guard) {
        return "{\"reason\": \"ticket 4711\", \"skipCredentialCheck\": \"not what is tested\", \"patch\": %s, \"slice\": %s, \"guard\": %s}".formatted(patch, slice, guard);
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> written(Answer created) {
        return rows.texts("select revision from operation where subscription_id = ?", created.text("/subscriptionId"));
    }

    private static long revision(Answer answer) {
        return Long.parseLong(answer.headers().get("patchbay-revision"));
    }

    private static long stable(Gateway node) {
        return node.application().getBean(ConfigurationStore.class).current().revision();
    }

    private static boolean tries(Gateway node) {
        return node.application().getBean(ConfigurationStore.class).inForce().candidate().isPresent();
    }

    private static double takenBack(Gateway node) {
        return node.application().getBean(MeterRegistry.class).get("patchbay.rollout.rollbacks").counter().count();
    }

    private static JsonNode health(Gateway node) {
        return Gateway.raw(node.managementPort(), null, "GET", "/actuator/health/configuration", null).json();
    }

    private static int deadPort() {
        try (ServerSocket nobody = new ServerSocket(0)) {
            return nobody.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
