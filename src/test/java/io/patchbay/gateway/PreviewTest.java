package io.patchbay.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.routing.Activation;
import io.patchbay.routing.ConfigurationStore;
import io.patchbay.routing.MergePatch;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change is held against the orders there were, and tells what it would have made of them. */
class PreviewTest {

    private static final String PREVIEW = "/admin/v1/revisions/preview";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String SPARE = """
            "accounts": {"spare": {"provider": "connect", "title": "Spare", "baseUrl": "http://localhost:1", "sandbox": true,
                                   "credentials": {"apiKey": "file:secrets/connect-api-key"}}}""";

    @TempDir
    static Path workspace;

    @TempDir
    static Path elsewhere;

    static Gateway gateway;
    static Rows rows;
    static ObjectNode atFirst;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(workspace);
        rows = new Rows(gateway.database());
        atFirst = store().revision(store().current().revision()).document();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void fresh() {
        rows.execute("delete from operation");
        rows.execute("delete from due_work");
        rows.execute("delete from subscription");
        gateway.reset();
        changed(document -> {
            document.removeAll();
            document.setAll(atFirst.deepCopy());
        });
    }

    @Test
    void a_moved_tenant_shows_as_orders_that_go_elsewhere() {
        created(Party.CONNECT, 3);
        created(Party.TELEGENT, 1);
        int arrived = gateway.arrived("connect").size() + gateway.arrived("telegent").size();

        JsonNode preview = previewed("{\"routes\": [" + rule("acme", "globex-telegent") + "," + rule("globex", "globex-telegent") + "]}");

        assertThat(preview.path("changes")).extracting(JsonNode::asText).contains("routes/acme", "routes/initech");
        assertThat(preview.path("summary")).isEqualTo(read("{\"same\": 1, \"elsewhere\": 3, \"refused\": 0, \"accepted\": 0, \"otherwise\": 0}"));
        assertThat(preview.path("elsewhere")).hasSize(1);
        assertThat(preview.at("/elsewhere/0/tenant").asText()).isEqualTo("acme");
        assertThat(preview.at("/elsewhere/0/from").asText()).isEqualTo("acme-connect");
        assertThat(preview.at("/elsewhere/0/to").asText()).isEqualTo("globex-telegent");
        assertThat(preview.at("/elsewhere/0/count").asInt()).isEqualTo(3);
        assertThat(preview.path("requests")).isEmpty();
        assertThat(gateway.arrived("connect").size() + gateway.arrived("telegent").size()).isEqualTo(arrived);
    }

    @Test
    void a_changed_plan_shows_as_the_field_of_each_request_that_changes() {
        created(Party.CONNECT, 2);
        created(Party.TELEGENT, 1);
        created(Party.TELLISIM, 1);

        JsonNode preview = previewed("""
                {"offerings": {"mobile-10gb": {"plans": {"connect": {"productOfferingId": "po-new"}, "telegent": {"packageId": "PID-new"},
                                                         "tellisim": {"planId": "plan-new"}}}}}""");

        assertThat(preview.at("/summary/otherwise").asInt()).isEqualTo(4);
        assertThat(preview.path("requests")).extracting(field -> field.path("account").asText() + " " + field.path("call").asText() + " "
                        + field.path("pointer").asText() + " " + field.path("count").asInt())
                .contains("acme-connect create /body/productOfferingId 2", "globex-telegent create /body/PackageId 1", "initech-tellisim create /body/plan_id 1");
        JsonNode example = preview.at("/requests/0/examples/0");
        assertThat(example.path("before").asText()).isEqualTo("po-mobile-10gb");
        assertThat(example.path("after").asText()).isEqualTo("po-new");
    }

    @Test
    void a_rule_that_matches_no_more_shows_as_orders_that_are_refused_and_back_again_as_accepted() {
        created(Party.CONNECT, 2);
        String narrow = "{\"routes\": [{\"id\": \"acme\", \"tenant\": \"acme\", \"when\": \".metadata.vip\", \"targets\": [{\"account\": \"acme-connect\", \"weight\": 1}]}]}";
        JsonNode preview = previewed(narrow);
        assertThat(preview.at("/summary/refused").asInt()).isEqualTo(2);
        assertThat(preview.at("/refused/0/from").asText()).isEqualTo("acme-connect");
        assertThat(preview.at("/refused/0/problem/code").asText()).isEqualTo("no-route");

        changed(document -> document.set("routes", read(narrow).get("routes")));
        JsonNode back = previewed("{\"routes\": [" + rule("acme", "acme-connect") + "]}");
        assertThat(back.at("/summary/accepted").asInt()).isEqualTo(2);
        assertThat(back.at("/accepted/0/to").asText()).isEqualTo("acme-connect");
        assertThat(back.at("/accepted/0/problem/code").asText()).isEqualTo("no-route");
        JsonNode refusedOtherwise = previewed("{\"routes\": [{\"id\": \"other\", \"tenant\": \"acme\", \"when\": \"number(.customerId) > 1\","
                + " \"targets\": [{\"account\": \"acme-connect\", \"weight\": 1}]}]}");
        assertThat(refusedOtherwise.at("/otherwise/0/what").asText()).isEqualTo("problem");
    }

    @Test
    void maintenance_shows_as_refusals_or_as_orders_that_wait_or_go_to_failover() {
        created(Party.CONNECT, 1);
        String maintenance = "{\"accounts\": {\"acme-connect\": {\"state\": \"maintenance\"}}";
        assertThat(previewed(maintenance + "}").at("/refused/0/problem/code").asText()).isEqualTo("provider-unavailable");
        JsonNode waits = previewed(maintenance + ", \"routes\": [{\"id\": \"acme\", \"tenant\": \"acme\", \"targets\": [{\"account\": \"acme-connect\", \"weight\": 1}],"
                + " \"onUnavailable\": \"queue\"}]}");
        assertThat(waits.path("otherwise")).extracting(group -> group.path("what").asText() + " " + group.path("before").asText() + " " + group.path("after").asText())
                .containsExactlyInAnyOrder("outcome sent queued", "onUnavailable reject queue");
        JsonNode over = previewed(maintenance + ", \"routes\": [{\"id\": \"acme\", \"tenant\": \"acme\", \"targets\": [{\"account\": \"acme-connect\", \"weight\": 1}],"
                + " \"failover\": [\"globex-telegent\"]}]}");
        assertThat(over.at("/elsewhere/0/to").asText()).isEqualTo("globex-telegent");
    }

    @Test
    void other_weights_tell_how_many_orders_move_and_only_in_one_direction() {
        created(Party.CONNECT, 1);
        multiplied(400);
        String shares = "{" + SPARE + ", \"routes\": [{\"id\": \"acme\", \"tenant\": \"acme\", \"targets\": ["
                + "{\"account\": \"acme-connect\", \"weight\": %d}, {\"account\": \"spare\", \"weight\": %d}]}]}";
        changed(document -> document.setAll(merged(document, read(shares.formatted(50, 50)))));

        JsonNode preview = previewed(shares.formatted(80, 20), "\"sample\": 400");

        assertThat(preview.at("/sample/examined").asInt()).isEqualTo(400);
        assertThat(preview.path("elsewhere")).hasSize(1);
        assertThat(preview.at("/elsewhere/0/from").asText()).isEqualTo("spare");
        assertThat(preview.at("/elsewhere/0/to").asText()).isEqualTo("acme-connect");
        assertThat(preview.at("/elsewhere/0/count").asInt()).isBetween(80, 160);
        assertThat(preview.at("/elsewhere/0/examples")).hasSize(5);
        assertThat(previewed(shares.formatted(80, 20), "\"sample\": 400").path("elsewhere")).isEqualTo(preview.path("elsewhere"));
    }

    @Test
    void a_thousand_orders_are_played_through_in_time() {
        created(Party.CONNECT, 1);
        created(Party.TELEGENT, 1);
        created(Party.TELLISIM, 1);
        multiplied(400);

        JsonNode preview = previewed("{\"offerings\": {\"mobile-10gb\": {\"plans\": {\"connect\": {\"productOfferingId\": \"po-new\"}}}}}", "\"sample\": 1000");

        assertThat(preview.at("/sample/examined").asInt()).isEqualTo(1_000);
        assertThat(preview.at("/sample/stoppedEarly").asBoolean()).isFalse();
        assertThat(preview.at("/summary/same").asInt() + preview.at("/summary/otherwise").asInt()).isEqualTo(1_000);
    }

    @Test
    void what_is_looked_at_costs_by_the_sample_and_not_by_what_is_stored() {
        created(Party.CONNECT, 1);
        multiplied(5_000);
        rows.execute("update operation set kind = 'cancel' where right(operation_id, 1) in ('0', '1', '2', '3', '4', '5', '6', '7')");
        rows.execute("analyze operation");
        assertThat(rows.texts("explain select command from operation where kind = 'create' order by operation_id desc limit 200"))
                .anySatisfy(line -> assertThat(line).contains("Index Scan Backward using operation_pkey")).noneMatch(line -> line.contains("Seq Scan"));
        assertThat(rows.texts("explain select newest.* from unnest('{acme,globex}'::text[]) as wanted (name), lateral (select command, operation_id "
                + "from operation where tenant = wanted.name and kind = 'create' order by operation_id desc limit 200) newest order by operation_id desc"))
                .anySatisfy(line -> assertThat(line).contains("operation_by_tenant")).noneMatch(line -> line.contains("Seq Scan"));
    }

    @Test
    void an_order_for_a_date_that_is_over_is_played_as_at_the_time_it_came() {
        String at = gateway.now().plusSeconds(60).toString();
        for (Party party : Party.values()) {
            Answer held = gateway.post(party.key, "/v1/subscriptions", Party.order().replace("\"sim\":", "\"at\": \"" + at + "\", \"sim\":"));
            assertThat(held.status()).as(held.body()).isEqualTo(201);
        }
        gateway.pass(Duration.ofDays(2));

        JsonNode preview = previewed("{\"tenants\": {\"acme\": {\"title\": \"Renamed\"}}}");
        assertThat(preview.at("/summary/same").asInt()).isEqualTo(3);
    }

    @Test
    void only_the_orders_of_the_tenants_asked_for_are_looked_at_and_the_newest_first() {
        created(Party.CONNECT, 3);
        created(Party.TELEGENT, 2);
        String nothing = "{\"tenants\": {\"acme\": {\"title\": \"Renamed\"}}}";
        assertThat(previewed(nothing, "\"tenants\": [\"globex\", \"initech\"]").at("/sample/examined").asInt()).isEqualTo(2);
        JsonNode few = previewed(nothing, "\"sample\": 2");
        assertThat(few.at("/sample/examined").asInt()).isEqualTo(2);
        assertThat(few.at("/sample/stoppedEarly").asBoolean()).isFalse();
        rows.execute("delete from operation");
        assertThat(previewed(nothing).at("/sample/examined").asInt()).isZero();
    }

    @Test
    void the_same_question_has_the_same_answer() {
        created(Party.CONNECT, 2);
        created(Party.TELLISIM, 2);
        String change = "{\"offerings\": {\"mobile-10gb\": {\"plans\": {\"connect\": null, \"tellisim\": {\"planId\": \"other\"}}}}}";
        assertThat(plain(previewed(change))).isEqualTo(plain(previewed(change)));
    }

    private static JsonNode plain(JsonNode preview) {
        return ((ObjectNode) preview).without(List.of("preview", "validUntil"));
    }

    @Test
    void what_was_sealed_with_another_key_is_counted_and_no_secret_is_shown() {
        created(Party.CONNECT, 1);
        created(Party.TELEGENT, 1);
        rows.execute("update operation set command = jsonb_set(command, '{activation,leaseToken}', '{\"sealed\": \"AAAA\"}') where tenant = 'acme'");

        JsonNode preview = previewed("{\"accounts\": {\"globex-telegent\": {\"settings\": {\"role\": \"Manager\"}}}}");
        assertThat(preview.at("/sample/unreadable").asInt()).isEqualTo(1);
        assertThat(preview.at("/sample/examined").asInt()).isEqualTo(1);
        assertThat(preview.toString()).doesNotContain("assword");
        assertThat(preview.path("requests")).extracting(field -> field.path("pointer").asText()).containsExactly("/body/Role");
    }

    @Test
    void there_is_an_end_to_how_long_it_takes() {
        created(Party.CONNECT, 2);
        try (Gateway hasty = gateway.second(elsewhere, Map.of("patchbay.preview.budget", "0s"))) {
            Answer answer = hasty.post(Gateway.ADMIN, PREVIEW, "{\"patch\": {\"tenants\": {\"acme\": {\"title\": \"Renamed\"}}}}");
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.json().at("/sample/stoppedEarly").asBoolean()).isTrue();
        }
    }

    @Test
    void a_change_that_cannot_be_previewed_is_refused_with_all_that_is_wrong() {
        assertThat(refused("{\"patch\": {\"accounts\": {\"acme-connect\": {\"provider\": \"nobody\", \"baseUrl\": \"nowhere\"}}}}"))
                .startsWith("invalid-configuration").contains("/accounts/acme-connect/provider", "/accounts/acme-connect/baseUrl");
        assertThat(refused("{}")).startsWith("invalid");
        assertThat(refused("{\"patch\": {}, \"document\": {}}")).startsWith("invalid");
        assertThat(refused("{\"patch\": {}, \"sample\": 1001}")).contains("/sample");
        assertThat(refused("{\"patch\": {}, \"tenants\": [\"acme\", \"nobody\"]}")).contains("/tenants/1");
        assertThat(gateway.post(Gateway.ACME, PREVIEW, "{\"patch\": {}}").status()).isEqualTo(403);
        assertThat(rows.count("configuration_preview where made_at is null")).isZero();
    }

    private static String refused(String body) {
        Answer answer = gateway.post(Gateway.ADMIN, PREVIEW, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        return answer.text("/code") + " " + answer.json().path("errors");
    }

    private static void created(Party party, int orders) {
        for (int i = 0; i < orders; i++) {
            party.created(gateway);
        }
    }

    /** As if each order had come so many times. */
    private static void multiplied(int times) {
        rows.execute("""
                insert into operation select (jsonb_populate_record(o, jsonb_build_object('operation_id', 'op_' || md5(o.operation_id || n),
                  'subscription_id', 'sub_' || md5(o.tenant || 's' || n)))).* from operation o, generate_series(2, %d) n""".formatted(times));
    }

    private static JsonNode previewed(String patch, String... more) {
        Answer answer = gateway.post(Gateway.ADMIN, PREVIEW, "{\"patch\": " + patch + (more.length == 0 ? "" : ", " + more[0]) + "}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static String rule(String tenant, String account) {
        return "{\"id\": \"%s\", \"tenant\": \"%s\", \"targets\": [{\"account\": \"%s\", \"weight\": 100}]}".formatted(tenant, tenant, account);
    }

    private static ObjectNode merged(ObjectNode document, ObjectNode patch) {
        return new MergePatch(patch).on(document);
    }

    private static ObjectNode read(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
