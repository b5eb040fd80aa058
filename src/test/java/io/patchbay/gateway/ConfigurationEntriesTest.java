package io.patchbay.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.routing.ConfigurationStore;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Administrators change the configuration entry by entry while two nodes run on it. */
@ExtendWith(OutputCaptureExtension.class)
class ConfigurationEntriesTest {

    private static final String HASH = "sha256:" + "a".repeat(64);
    private static final String UNSEEN = "\"00000000000000000000000000000000\"";

    @TempDir
    static Path workspace;

    @TempDir
    static Path elsewhere;

    static Gateway one;
    static Gateway two;
    static Operator operator;
    static Operator other;
    static long first;

    @BeforeAll
    static void start() {
        one = Gateway.start(workspace);
        two = one.second(elsewhere, Map.of());
        operator = new Operator(one);
        other = new Operator(two);
        first = operator.inForce();
    }

    @AfterAll
    static void stop() {
        two.close();
        one.close();
    }

    @BeforeEach
    void fresh() {
        one.reset();
        assertThat(operator.restore(first).status()).isIn(200, 201);
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.text("/code")).isEqualTo(code);
    }

    private static void assertUntouched(long before) {
        assertThat(operator.inForce()).isEqualTo(before);
    }

    private static String digest(long revision) {
        return one.application().getBean(ConfigurationStore.class).revision(revision).digest();
    }

    /** What a new entry of each kind may look like. */
    private static final String ENTRIES = """
            tenants/umbrella | {"title": "Umbrella", "mode": "test", "keys": [{"id": "crm", "hash": "%1$s", "scopes": ["read"]}]} | {"title": "Umbrella Mobile"} | tenants
            catalogue/mobile-5gb | {"name": "Mobile 5 GB", "plans": {"connect": {"productOfferingId": "po-5"}}} | {"description": "5 GB"} | catalogue
            administrators/night | {"id": "night", "hash": "%1$s"} | {"hash": "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"} | administrators
            routes/acme-se?before=acme | {"tenant": "acme", "when": ".customerId == \\"se\\"", "targets": [{"account": "acme-connect", "weight": 1}]} | {"onUnavailable": "queue"} | routes
            accounts/acme-two | {"provider": "connect", "title": "Two", "baseUrl": "ADDRESS", "credentials": {"apiKey": "file:secrets/connect-api-key"}, "sandbox": true} | {"title": "Second"} | accounts
            """.formatted(HASH);

    @ParameterizedTest
    @ValueSource(strings = {"tenants/umbrella", "catalogue/mobile-5gb", "administrators/night", "routes/acme-se?before=acme", "accounts/acme-two"})
    void an_entry_is_created_read_replaced_changed_and_taken_out(String address) {
        String[] row = ENTRIES.replace("ADDRESS", one.sandbox().baseUrl("connect").toString()).lines().filter(line -> line.startsWith(address)).findFirst().orElseThrow().split(" \\| ");
        String path = address.split("\\?")[0];
        long before = operator.inForce();

        Answer created = operator.create(address, row[1]);

        assertThat(created.status()).as(created.body()).isEqualTo(201);
        assertThat(created.headers().get("location")).isEqualTo("/admin/v1/" + path);
        assertThat(Operator.revision(created)).isGreaterThan(before).isEqualTo(other.inForce());
        Answer read = other.read(path);
        assertThat(read.json()).isEqualTo(created.json());
        assertThat(read.headers().get("etag")).isEqualTo(created.headers().get("etag"));
        assertThat(other.read(row[3]).body()).contains(path.substring(path.indexOf('/') + 1));

        Answer same = operator.put(path, read.body());
        assertThat(same.status()).as(same.body()).isEqualTo(200);
        assertThat(Operator.revision(same)).isEqualTo(Operator.revision(created));
        assertThat(same.headers().get("etag")).isEqualTo(created.headers().get("etag"));

        Answer changed = other.patch(path, row[2]);
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(Operator.revision(changed)).isGreaterThan(Operator.revision(created));
        assertThat(changed.headers().get("etag")).isNotEqualTo(created.headers().get("etag"));
        assertThat(operator.read(path).json()).isEqualTo(changed.json()).isNotEqualTo(created.json());

        Answer replaced = operator.put(path, read.body());
        assertThat(replaced.status()).isEqualTo(200);
        assertThat(replaced.json()).isEqualTo(created.json());

        Answer gone = operator.delete(path);
        assertThat(gone.status()).as(gone.body()).isEqualTo(204);
        assertThat(Operator.revision(gone)).isGreaterThan(Operator.revision(replaced));
        assertProblem(other.read(path), 404, "not-found");
        assertThat(digest(Operator.revision(gone))).isEqualTo(digest(first));
    }

    @Test
    void an_account_whose_credential_does_not_hold_is_not_taken_unless_somebody_says_why() {
        String account = """
                {"provider": "connect", "title": "Two", "baseUrl": "%s", "credentials": {"apiKey": "env:NO_SUCH_VARIABLE"}, "sandbox": true}"""
                .formatted(one.sandbox().baseUrl("connect"));

        Answer refused = operator.create("accounts/acme-two", account);
        Answer taken = operator.send("PUT", "accounts/acme-two", account, "Patchbay-Skip-Credential-Check", "The provider opens it at noon");

        assertProblem(refused, 422, "credentials-refused");
        assertThat(Operator.pointers(refused)).containsExactly("/accounts/acme-two/credentials/apiKey");
        assertThat(taken.status()).as(taken.body()).isEqualTo(201);
        assertThat(operator.read("revisions/current").text("/reason")).endsWith("(credentials were not checked: The provider opens it at noon)");
    }

    @Test
    void a_change_that_names_a_preview_comes_into_force_as_it_was_previewed() {
        String patch = "{\"routes\": [%s, %s]}".formatted(operator.read("routes").json().at("/items/0"), operator.read("routes").json().at("/items/1"));
        String preview = one.post(Gateway.ADMIN, "/admin/v1/revisions/preview", "{\"patch\": " + patch + "}").text("/preview");

        Answer other = operator.send("PATCH", "tenants/acme", "{\"title\": \"X\"}", "If-Match", "*", "Patchbay-Preview", preview);
        Answer same = operator.propose("\"preview\": \"" + preview + "\", \"patch\": " + patch);

        assertProblem(other, 409, "preview-outdated");
        assertThat(same.status()).as(same.body()).isEqualTo(201);
    }

    @Test
    void lists_hold_names_and_keep_the_order_of_rules() {
        assertThat(operator.read("tenants").json().path("items").findValuesAsText("tenant")).containsExactly("acme", "globex", "initech");
        assertThat(operator.read("catalogue").json().path("items")).extracting(item -> item.path("productOfferingId").asText())
                .containsExactly("mobile-10gb", "mobile-1gb");
        assertThat(Operator.ids(operator.read("administrators").json())).containsExactly("demo");
        assertThat(Operator.ids(operator.read("routes").json())).containsExactly("acme", "globex", "initech");
        assertThat(operator.read("accounts").json().path("items")).hasSize(3);
    }

    @Test
    void a_null_in_a_merge_patch_takes_away_and_what_is_not_named_stays() {
        Answer changed = operator.patch("catalogue/mobile-10gb", "{\"description\": null, \"plans\": {\"tellisim\": null}}");

        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(changed.json().has("description")).isFalse();
        assertThat(changed.json().path("plans").fieldNames()).toIterable().containsExactlyInAnyOrder("connect", "telegent");
        assertThat(changed.text("/name")).isEqualTo("Mobile 10 GB");
    }

    @Test
    void a_rule_is_put_before_another_moves_and_the_whole_list_can_be_reordered() {
        String rule = "{\"tenant\": \"acme\", \"when\": \".customerId == \\\"x\\\"\", \"targets\": [{\"account\": \"acme-connect\", \"weight\": 1}]}";
        assertThat(operator.create("routes/acme-x?before=acme", rule).status()).isEqualTo(201);
        assertThat(Operator.ids(operator.read("routes").json())).containsExactly("acme-x", "acme", "globex", "initech");

        String seen = operator.tag("routes");
        assertThat(operator.put("routes/acme-x?before=globex", operator.read("routes/acme-x").body()).status())
                .as("behind a rule without a condition it is never reached").isEqualTo(422);
        assertThat(operator.put("routes/initech?before=acme-x", operator.read("routes/initech").body()).status()).isEqualTo(200);
        assertThat(Operator.ids(operator.read("routes").json())).containsExactly("initech", "acme-x", "acme", "globex");

        assertProblem(operator.send("PUT", "routes", "{\"items\": []}", "If-Match", seen), 412, "precondition-failed");
        JsonNode items = operator.read("routes").json().path("items");
        String reordered = "{\"items\": [%s, %s, %s, %s]}".formatted(items.get(3), items.get(1), items.get(2), items.get(0));
        Answer listed = operator.put("routes", reordered);
        assertThat(listed.status()).as(listed.body()).isEqualTo(200);
        assertThat(Operator.ids(listed.json())).containsExactly("globex", "acme-x", "acme", "initech");
        assertThat(other.read("routes").headers().get("etag")).isEqualTo(listed.headers().get("etag"));
    }

    @Test
    void a_rule_stands_before_another_one_only() {
        long before = operator.inForce();
        for (String unknown : List.of("no-such", "acme")) {
            Answer refused = operator.put("routes/acme?before=" + unknown, operator.read("routes/acme").body());
            assertProblem(refused, 422, "invalid");
            assertThat(refused.text("/errors/0/parameter")).isEqualTo("before");
        }
        assertUntouched(before);
    }

    @Test
    void the_id_of_an_entry_is_that_of_its_path() {
        Answer refused = operator.patch("routes/acme", "{\"id\": \"other\"}");

        assertProblem(refused, 422, "invalid");
        assertThat(refused.text("/errors/0/pointer")).isEqualTo("/id");
        assertThat(operator.patch("routes/acme", "{\"id\": null, \"onUnavailable\": \"queue\"}").text("/id")).isEqualTo("acme");
    }

    @Test
    void what_is_there_is_changed_only_by_who_has_seen_it() {
        long before = operator.inForce();
        String entry = operator.read("tenants/acme").body();
        String old = operator.tag("tenants/acme");

        assertProblem(operator.send("PUT", "tenants/acme", entry), 428, "precondition-required");
        assertProblem(operator.send("PATCH", "tenants/acme", "{\"title\": \"X\"}"), 428, "precondition-required");
        assertProblem(operator.send("DELETE", "tenants/acme", null), 428, "precondition-required");
        assertProblem(operator.send("PUT", "routes", "{\"items\": []}"), 428, "precondition-required");
        for (String wrong : List.of(UNSEEN, "W/" + old, old.replace("\"", ""), "nonsense")) {
            Answer refused = operator.send("PATCH", "tenants/acme", "{\"title\": \"X\"}", "If-Match", wrong);
            assertProblem(refused, 412, "precondition-failed");
            assertThat(refused.text("/detail")).contains(old);
        }
        assertProblem(operator.send("PUT", "tenants/nobody", entry, "If-Match", "*"), 412, "precondition-failed");
        assertUntouched(before);

        assertThat(operator.send("PATCH", "tenants/acme", "{\"title\": \"One\"}", "If-Match", UNSEEN + ", " + old).status()).isEqualTo(200);
        assertThat(operator.send("PATCH", "tenants/acme", "{\"title\": \"Two\"}", "If-Match", "*").status()).isEqualTo(200);
        assertProblem(operator.send("PATCH", "tenants/acme", "{\"title\": \"Three\"}", "If-Match", old), 412, "precondition-failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenants/nobody", "accounts/nobody", "catalogue/nothing", "routes/nothing", "administrators/nobody"})
    void what_is_not_there_is_neither_read_nor_changed(String path) {
        assertProblem(operator.read(path), 404, "not-found");
        assertProblem(operator.send("PATCH", path, "{}", "If-Match", "*"), 404, "not-found");
        assertProblem(operator.send("DELETE", path, null, "If-Match", "*"), 404, "not-found");
    }

    @Test
    void nothing_is_changed_without_a_reason() {
        long before = operator.inForce();
        String tag = operator.tag("tenants/acme");
        for (String reason : List.of(" ", "x".repeat(501))) {
            Answer refused = one.send(Gateway.ADMIN, "PATCH", "/admin/v1/tenants/acme", "{\"title\": \"X\"}", "If-Match", tag, "Patchbay-Reason", reason);
            assertProblem(refused, 422, "invalid");
            assertThat(refused.text("/errors/0/parameter")).isEqualTo("Patchbay-Reason");
        }
        for (String method : List.of("PUT", "PATCH", "DELETE")) {
            Answer refused = one.send(Gateway.ADMIN, method, "/admin/v1/tenants/acme", method.equals("DELETE") ? null : "{}", "If-Match", tag);
            assertProblem(refused, 422, "invalid");
            assertThat(refused.text("/errors/0/parameter")).isEqualTo("Patchbay-Reason");
        }
        assertUntouched(before);
    }

    @Test
    void every_problem_is_told_at_once_by_its_place_in_the_whole_configuration(CapturedOutput output) {
        long before = operator.inForce();

        Answer refused = operator.put("accounts/acme-connect", """
                {"provider": "nobody", "title": "", "baseUrl": "ftp://x", "credentials": {"apiKey": "canary-secret"}, "surprise": "canary-secret"}""");

        assertProblem(refused, 422, "invalid-configuration");
        assertThat(Operator.pointers(refused)).contains("/accounts/acme-connect/provider", "/accounts/acme-connect/title",
                "/accounts/acme-connect/baseUrl", "/accounts/acme-connect/credentials/apiKey", "/accounts/acme-connect/surprise");
        assertThat(refused.body()).doesNotContain("canary");
        assertThat(output).contains("refused (invalid-configuration)").doesNotContain("canary");
        assertUntouched(before);
        assertProblem(operator.delete("accounts/acme-connect"), 422, "invalid-configuration");
        assertThat(Operator.pointers(operator.delete("accounts/acme-connect"))).containsExactly("/routes/0/targets/0/account");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"hash\": \"pb_live_canary\"}", "{\"hash\": \"pb_live_canary\", \"id\": \"PB_live_canary\"}", "{\"key\": \"pb_live_canary\"}"})
    void a_key_in_the_place_of_its_hash_is_refused_and_not_repeated(String entry, CapturedOutput output) {
        Answer administrator = operator.create("administrators/new", entry);
        Answer tenant = operator.create("tenants/new", "{\"title\": \"New\", \"mode\": \"test\", \"keys\": [" + entry + "]}");

        assertThat(List.of(administrator.status(), tenant.status())).containsExactly(422, 422);
        assertThat(administrator.body() + tenant.body() + output).doesNotContain("live_canary");
    }

    @Test
    void what_can_be_no_name_or_cannot_be_stored_is_refused() {
        Answer named = operator.create("tenants/No_Name", "{\"title\": \"X\", \"mode\": \"test\", \"keys\": []}");
        assertProblem(named, 422, "invalid-configuration");
        assertProblem(operator.create("tenants/new", "{\"title\": \"a\\u0000b\", \"mode\": \"test\", \"keys\": []}"), 422, "invalid");
        assertProblem(operator.send("PUT", "tenants/new", "[]"), 400, "malformed-json");
        assertProblem(operator.send("PUT", "tenants/new", null), 422, "invalid");
        assertProblem(operator.send("PUT", "tenants/new?dryRun=true", "{}"), 422, "invalid");
        assertProblem(operator.send("PUT", "tenants/new", "{}", "Content-Type", "application/merge-patch+json"), 415, "unsupported-media-type");
    }

    @Test
    void the_last_administrator_stays() {
        Answer refused = operator.delete("administrators/demo");

        assertProblem(refused, 422, "invalid-configuration");
        assertThat(Operator.pointers(refused)).containsExactly("/administrators");
        operator.create("administrators/night", "{\"hash\": \"" + HASH + "\"}");
        assertThat(operator.delete("administrators/night").status()).isEqualTo(204);
    }

    @Test
    void a_tenant_neither_sees_nor_changes_the_configuration() {
        for (String path : List.of("tenants", "tenants/acme", "accounts/acme-connect", "catalogue", "routes", "administrators", "revisions", "audit")) {
            assertProblem(one.get(Gateway.ACME, "/admin/v1/" + path), 403, "scope-missing");
        }
        assertProblem(one.send(Gateway.ACME, "PUT", "/admin/v1/tenants/acme", "{}"), 403, "scope-missing");
    }

    @Test
    void a_key_that_is_taken_away_stops_on_both_nodes() {
        assertThat(two.get(Gateway.READ_ONLY, "/v1/product-offerings").status()).isEqualTo(200);
        JsonNode keys = operator.read("tenants/acme").json().path("keys");

        Answer revoked = operator.patch("tenants/acme", "{\"keys\": [" + keys.get(0) + "]}");

        assertThat(revoked.status()).as(revoked.body()).isEqualTo(200);
        assertThat(one.get(Gateway.READ_ONLY, "/v1/product-offerings").status()).isEqualTo(401);
        await().untilAsserted(() -> assertThat(two.get(Gateway.READ_ONLY, "/v1/product-offerings").status()).isEqualTo(401));
        assertThat(two.get(Gateway.ACME, "/v1/product-offerings").status()).isEqualTo(200);
    }

    @Test
    void a_tenant_that_is_moved_creates_at_its_new_provider_and_keeps_what_it_has_at_the_old_one() {
        String held = Party.TELEGENT.created(one);

        Answer moved = operator.patch("routes/globex", "{\"targets\": [{\"account\": \"initech-tellisim\", \"weight\": 100}]}");

        assertThat(moved.status()).as(moved.body()).isEqualTo(200);
        await().until(() -> Operator.revision(two.get(Gateway.GLOBEX, "/v1/product-offerings")) == Operator.revision(moved));
        for (Gateway node : List.of(one, two)) {
            Answer made = Party.TELEGENT.create(node);
            assertThat(made.status()).as(made.body()).isEqualTo(201);
            assertThat(made.text("/provider/name")).isEqualTo("tellisim");
            assertThat(Operator.revision(made)).isEqualTo(Operator.revision(moved));
        }
        assertThat(one.truth("telegent")).hasSize(1);
        assertThat(one.truth("tellisim")).hasSize(2);
        Answer cancelled = two.post(Gateway.GLOBEX, "/v1/subscriptions/" + held + "/cancel", "{}");
        assertThat(cancelled.status()).as(cancelled.body()).isEqualTo(200);
        assertThat(Party.TELEGENT.arrived(one, Party.TELEGENT.cancelCall)).isOne();
    }

    @Test
    void twenty_changes_of_different_entries_at_once_all_come_into_force() {
        List<Answer> answers = atOnce(20, n -> (n % 2 == 0 ? operator : other).create("tenants/tenant-" + n,
                "{\"title\": \"Tenant %d\", \"mode\": \"test\", \"keys\": []}".formatted(n)));

        assertThat(answers).extracting(Answer::status).containsOnly(201);
        assertThat(answers.stream().map(Operator::revision)).doesNotHaveDuplicates();
        assertThat(operator.read("tenants").json().path("items")).hasSize(23);
    }

    @Test
    void of_twenty_changes_of_one_entry_that_saw_the_same_exactly_one_comes_into_force() {
        String tag = operator.tag("tenants/acme");
        long before = operator.inForce();

        List<Answer> answers = atOnce(20, n -> (n % 2 == 0 ? operator : other).send("PATCH", "tenants/acme",
                "{\"title\": \"Title %d\"}".formatted(n), "If-Match", tag));

        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() == 412)).hasSize(19);
        assertThat(operator.read("revisions?limit=1").json().at("/items/0/revision").asLong()).isEqualTo(operator.inForce()).isGreaterThan(before);
    }

    private static List<Answer> atOnce(int number, IntFunction<Answer> sending) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Answer>> sent = new ArrayList<>();
            IntStream.range(0, number).forEach(n -> sent.add(CompletableFuture.supplyAsync(() -> sending.apply(n), threads)));
            return sent.stream().map(CompletableFuture::join).toList();
        }
    }
}
