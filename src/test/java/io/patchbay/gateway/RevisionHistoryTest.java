package io.patchbay.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/** Revisions: several changes as one, what was, one step back, what may not be taken away, and who did all that. */
@ExtendWith(OutputCaptureExtension.class)
class RevisionHistoryTest {

    private static final String TITLE = "\"patch\": {\"tenants\": {\"acme\": {\"title\": \"%s\"}}}";

    @TempDir
    static Path workspace;

    @TempDir
    static Path elsewhere;

    static Gateway gateway;
    static Operator operator;
    static Rows rows;
    static long first;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(workspace);
        operator = new Operator(gateway);
        rows = new Rows(gateway.database());
        first = operator.inForce();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void fresh() {
        gateway.reset();
        rows.execute("update subscription set status = 'CANCELLED'");
        rows.execute("delete from due_work");
        rows.execute("update operation set state = 'SUCCEEDED'");
        assertThat(operator.restore(first).status()).isIn(200, 201);
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.text("/code")).isEqualTo(code);
    }

    private static ObjectNode document() {
        return (ObjectNode) operator.read("revisions/current").json().path("document");
    }

    @Test
    void several_entries_are_changed_as_one_and_the_answer_says_what_changed() {
        long before = operator.inForce();

        Answer made = operator.propose("\"patch\": {\"tenants\": {\"acme\": {\"title\": \"A\"}}, \"offerings\": {\"mobile-1gb\": null}}");

        assertThat(made.status()).as(made.body()).isEqualTo(201);
        long revision = made.json().path("revision").asLong();
        assertThat(revision).isGreaterThan(before).isEqualTo(Operator.revision(made)).isEqualTo(operator.inForce());
        assertThat(made.headers().get("location")).isEqualTo("/admin/v1/revisions/" + revision);
        assertThat(made.text("/author")).isEqualTo("demo");
        assertThat(made.text("/reason")).isEqualTo(Operator.REASON);
        assertThat(made.json().at("/changes/before").fieldNames()).toIterable().containsExactlyInAnyOrder("tenants/acme", "offerings/mobile-1gb");
        assertThat(made.json().at("/changes/after").fieldNames()).toIterable().containsExactly("tenants/acme");
        JsonNode read = operator.read("revisions/" + revision).json();
        assertThat(read.at("/document/tenants/acme/title").asText()).isEqualTo("A");
        assertThat(read.path("changes")).isEqualTo(made.json().path("changes"));
        assertThat(read.path("inForce").asBoolean()).isTrue();
        assertThat(operator.read("revisions/" + before).json().path("inForce").asBoolean()).isFalse();
    }

    @Test
    void a_whole_document_is_taken_and_one_without_a_difference_makes_no_revision() {
        long before = operator.inForce();
        ObjectNode document = document();

        Answer same = operator.propose("\"document\": " + document);
        assertThat(same.status()).as(same.body()).isEqualTo(200);
        assertThat(same.json().path("revision").asLong()).isEqualTo(before);
        assertThat(same.json().at("/changes/after")).isEmpty();

        document.withObject("/tenants/acme").put("title", "B");
        assertThat(operator.propose("\"document\": " + document).status()).isEqualTo(201);
        assertThat(operator.read("tenants/acme").text("/title")).isEqualTo("B");
    }

    @Test
    void what_is_based_on_another_revision_is_refused_at_once() {
        long before = operator.inForce();
        operator.propose(TITLE.formatted("C"));

        Answer refused = operator.propose("\"based\": %d, ".formatted(before) + TITLE.formatted("D"));

        assertProblem(refused, 409, "revision-conflict");
        assertThat(refused.headers()).containsKey("retry-after");
        assertThat(operator.propose("\"based\": %d, ".formatted(operator.inForce()) + TITLE.formatted("D")).status()).isEqualTo(201);
        Answer back = gateway.post(Gateway.ADMIN, "/admin/v1/revisions/" + first + "/restore", "{\"reason\": \"back\", \"based\": " + before + "}");
        assertProblem(back, 409, "revision-conflict");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"reason\": \"x\"}", "{\"reason\": \"x\", \"document\": {}, \"patch\": {}}", "{\"patch\": {}}", "{\"reason\": \" \", \"patch\": {}}",
        "{\"reason\": \"x\", \"patch\": []}", "{\"reason\": \"x\", \"patch\": {}, \"based\": \"1\"}"})
    void a_proposal_that_says_too_little_or_too_much_is_refused(String body) {
        assertProblem(gateway.post(Gateway.ADMIN, "/admin/v1/revisions", body), 422, "invalid");
    }

    @Test
    void an_invalid_document_changes_nothing_and_every_problem_is_told() {
        long before = operator.inForce();

        Answer refused = operator.propose("\"document\": {\"tenants\": [], \"routes\": [{\"id\": \"a\", \"tenant\": \"nobody\", \"targets\": []}], \"more\": 1}");

        assertProblem(refused, 422, "invalid-configuration");
        assertThat(Operator.pointers(refused)).contains("/tenants", "/routes/0/targets", "/routes/0/tenant", "/more", "/administrators");
        assertThat(operator.inForce()).isEqualTo(before);
    }

    @Test
    void one_step_back_is_a_new_revision_with_the_old_content() {
        String title = operator.read("tenants/acme").text("/title");
        long bad = operator.propose(TITLE.formatted("A slip")).json().path("revision").asLong();

        Answer back = operator.restore(first);

        assertThat(back.status()).as(back.body()).isEqualTo(201);
        assertThat(back.json().path("revision").asLong()).isGreaterThan(bad).isEqualTo(operator.inForce());
        assertThat(operator.read("tenants/acme").text("/title")).isEqualTo(title);
        assertThat(gateway.get(Gateway.ACME, "/v1/product-offerings").headers().get("patchbay-revision")).isEqualTo(Long.toString(operator.inForce()));
        assertThat(operator.restore(first).status()).as("nothing to take back").isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "999999999", "x", "-1", "99999999999999999999"})
    void a_revision_that_never_was_is_not_found(String number) {
        assertProblem(operator.read("revisions/" + number), 404, "not-found");
        assertProblem(gateway.post(Gateway.ADMIN, "/admin/v1/revisions/" + number + "/restore", "{\"reason\": \"x\"}"), 404, "not-found");
    }

    @Test
    void revisions_are_listed_newest_first_page_by_page() {
        List<Long> made = new ArrayList<>();
        for (String title : List.of("L1", "L2", "L3")) {
            made.add(operator.propose(TITLE.formatted(title)).json().path("revision").asLong());
        }

        Answer page = operator.read("revisions?limit=2");
        Answer next = operator.read("revisions?limit=1&cursor=" + page.text("/nextCursor"));

        assertThat(page.json().path("items")).extracting(item -> item.path("revision").asLong()).containsExactly(made.get(2), made.get(1));
        assertThat(page.json().path("items")).extracting(item -> item.path("inForce").asBoolean()).containsExactly(true, false);
        assertThat(page.json().path("items")).noneMatch(item -> item.has("document"));
        assertThat(next.json().at("/items/0/revision").asLong()).isEqualTo(made.getFirst());
        assertProblem(operator.read("revisions?cursor=nonsense"), 400, "malformed-request");
        assertProblem(operator.read("revisions?limit=0"), 422, "invalid");
    }

    @Test
    void five_hundred_tenants_fit_and_more_than_four_mebibytes_do_not() {
        ObjectNode document = document();
        for (int n = 0; n < 500; n++) {
            ObjectNode tenant = document.withObject("/tenants/tenant-" + n).put("title", "T".repeat(200)).put("mode", "test");
            for (int key = 0; key < 4; key++) {
                tenant.withArray("keys").addObject().put("id", "key-" + key).put("hash", "sha256:%064x".formatted(n * 4 + key)).putArray("scopes").add("read");
            }
        }
        assertThat(document.toString().length()).isGreaterThan(262_144);

        Answer made = operator.propose("\"document\": " + document);

        assertThat(made.status()).as(() -> made.body().substring(0, 300)).isEqualTo(201);
        assertThat(operator.read("tenants").json().path("items")).hasSize(503);
        assertProblem(operator.propose("\"patch\": {\"tenants\": {\"acme\": {\"title\": \"" + "x".repeat(4_194_304) + "\"}}}"), 413, "body-too-large");
    }

    @Test
    void an_account_that_holds_something_stays_and_stays_with_its_provider() {
        Party.TELEGENT.created(gateway);
        long before = operator.inForce();
        String withoutRule = operator.read("routes").json().path("items").path(0) + ", " + operator.read("routes").json().path("items").path(2);

        Answer removed = operator.propose("\"patch\": {\"accounts\": {\"globex-telegent\": null}, \"routes\": [" + withoutRule + "]}");
        Answer changed = operator.patch("accounts/globex-telegent", "{\"provider\": \"connect\", \"settings\": null, "
                + "\"credentials\": {\"apiKey\": \"file:secrets/connect-api-key\", \"accountKey\": null, \"accountSecret\": null}}");

        for (Answer refused : List.of(removed, changed)) {
            assertProblem(refused, 409, "account-in-use");
            assertThat(refused.text("/detail")).contains("globex-telegent=subscriptions: 1, open operations: 0, scheduled: 0");
            assertThat(Operator.pointers(refused)).containsExactly("/accounts/globex-telegent");
        }
        assertThat(operator.inForce()).isEqualTo(before);

        rows.execute("update subscription set status = 'CANCELLED'");
        rows.execute("update operation set state = 'NEEDS_ATTENTION' where account = 'globex-telegent'");
        assertProblem(operator.propose("\"patch\": {\"accounts\": {\"globex-telegent\": null}, \"routes\": [" + withoutRule + "]}"), 409, "account-in-use");
        rows.execute("update operation set state = 'REJECTED'");
        assertThat(operator.propose("\"patch\": {\"accounts\": {\"globex-telegent\": null}, \"routes\": [" + withoutRule + "]}").status()).isEqualTo(201);
    }

    @Test
    void a_tenant_with_subscriptions_stays() {
        Party.CONNECT.created(gateway);
        String others = operator.read("routes").json().path("items").path(1) + ", " + operator.read("routes").json().path("items").path(2);
        String removal = "\"patch\": {\"tenants\": {\"acme\": null}, \"offerings\": {\"mobile-10gb\": {\"tenants\": [\"globex\", \"initech\"]}}, \"routes\": [" + others + "]}";

        Answer refused = operator.propose(removal);

        assertProblem(refused, 409, "tenant-in-use");
        assertThat(Operator.pointers(refused)).containsExactly("/tenants/acme");
        rows.execute("update subscription set status = 'EXPIRED'");
        assertThat(operator.propose(removal).status()).isEqualTo(201);
    }

    @Test
    void who_leaves_an_account_out_of_the_files_hears_of_what_it_holds(CapturedOutput output) {
        Party.TELEGENT.created(gateway);
        rows.execute("update subscription set account = 'gone' where status <> 'CANCELLED'");

        try (Gateway second = gateway.second(elsewhere, Map.of())) {
            await().untilAsserted(() -> assertThat(output).contains("Account gone is not in the configuration, but 1 subscriptions are with it"));
        }
    }

    @Test
    void while_a_revision_is_tried_out_nothing_else_comes_into_force() {
        long tried = operator.propose(TITLE.formatted("Tried")).json().path("revision").asLong();
        rows.execute("insert into configuration_step (kind, stable, candidate, slice, author, reason) values ('BEGUN', %d, %d, '{\"percent\": 1}', 'x', 'x')"
                .formatted(first, tried));

        assertProblem(operator.propose(TITLE.formatted("Else")), 409, "rollout-in-progress");
        assertProblem(operator.patch("tenants/acme", "{\"title\": \"Else\"}"), 409, "rollout-in-progress");
        assertThat(operator.read("tenants/acme").text("/title")).as("what is there for everybody").isNotEqualTo("Tried");
        rows.execute("insert into configuration_step (kind, stable, author, reason) values ('ROLLED_BACK', %d, 'x', 'x')".formatted(first));
        assertThat(operator.patch("tenants/acme", "{\"title\": \"Else\"}").status()).isEqualTo(200);
    }

    @Test
    void a_revision_shows_what_it_changed_of_the_one_it_was_made_of_and_not_of_one_that_was_only_tried_out() {
        String was = operator.read("tenants/acme").text("/title");
        long tried = gateway.post(Gateway.ADMIN, "/admin/v1/rollouts", "{\"reason\": \"x\", \"slice\": {\"percent\": 1}, " + TITLE.formatted("Tried") + "}")
                .json().path("revision").asLong();
        assertThat(gateway.post(Gateway.ADMIN, "/admin/v1/rollout/roll-back", "{\"reason\": \"x\"}").status()).isEqualTo(200);

        Answer made = operator.propose(TITLE.formatted("After it"));

        JsonNode shown = operator.read("revisions/" + made.json().path("revision").asLong()).json().path("changes");
        assertThat(shown).isEqualTo(made.json().path("changes"));
        assertThat(shown.at("/before/tenants~1acme/title").asText()).isEqualTo(was);
        JsonNode trial = operator.read("revisions/" + tried).json().path("changes");
        assertThat(trial.at("/before/tenants~1acme/title").asText()).isEqualTo(was);
        assertThat(trial.at("/after/tenants~1acme/title").asText()).isEqualTo("Tried");
    }

    @Test
    void a_completed_one_shows_what_its_rollout_began_from_and_the_next_what_changed_since() {
        String was = operator.read("tenants/acme").text("/title");
        long tried = gateway.post(Gateway.ADMIN, "/admin/v1/rollouts", "{\"reason\": \"x\", \"slice\": {\"percent\": 1}, " + TITLE.formatted("Tried") + "}")
                .json().path("revision").asLong();
        assertThat(gateway.post(Gateway.ADMIN, "/admin/v1/rollout/complete", "{\"reason\": \"x\"}").status()).isEqualTo(200);
        long next = operator.propose(TITLE.formatted("Next")).json().path("revision").asLong();

        assertThat(operator.read("revisions/" + tried).json().at("/changes/before/tenants~1acme/title").asText()).isEqualTo(was);
        assertThat(operator.read("revisions/" + next).json().at("/changes/before/tenants~1acme/title").asText()).isEqualTo("Tried");
    }

    @Test
    void the_first_of_all_has_brought_everything() {
        String oldest = rows.texts("select min(revision) from configuration_revision").getFirst();

        JsonNode changes = operator.read("revisions/" + oldest).json().path("changes");

        assertThat(changes.path("before")).isEmpty();
        assertThat(changes.path("after").has("tenants/acme")).isTrue();
    }

    @Test
    void without_its_database_nothing_is_changed_and_the_answer_says_so() {
        rows.execute("alter table configuration_step rename to configuration_step_away");
        try {
            assertProblem(operator.propose(TITLE.formatted("E")), 503, "not-ready");
            assertProblem(operator.read("tenants"), 503, "not-ready");
        } finally {
            rows.execute("alter table configuration_step_away rename to configuration_step");
        }
    }

    @Test
    void every_act_is_found_again_by_who_what_and_what_it_was_done_to() {
        operator.patch("accounts/acme-connect", "{\"title\": \"Renamed\"}");
        operator.send("PATCH", "tenants/acme", "{\"title\": \"Named\"}", "If-Match", "*", "Patchbay-Skip-Credential-Check", "The provider sleeps");
        gateway.post(Gateway.ADMIN, "/admin/v1/schedules/purge-events/pause", "{\"reason\": \"Ticket 1\"}");
        gateway.post(Gateway.ADMIN, "/admin/v1/schedules/purge-events/pause", "{\"reason\": \"Ticket 2\"}");
        gateway.post(Gateway.ADMIN, "/admin/v1/schedules/purge-events/resume", null);

        JsonNode schedules = operator.read("audit?subject=schedules/purge-events").json().path("items");
        assertThat(schedules).extracting(entry -> entry.path("act").asText()).containsExactly("schedule.resumed", "schedule.paused");
        assertThat(schedules.path(1).path("reason").asText()).isEqualTo("Ticket 1");
        assertThat(schedules.path(1).at("/before/state").asText()).isEqualTo("RUNNING");
        assertThat(schedules.path(1).at("/after/state").asText()).isEqualTo("PAUSED");
        assertThat(schedules.path(1).path("actor").asText()).isEqualTo("demo");

        JsonNode account = operator.read("audit?subject=accounts/acme-connect&limit=1").json().path("items").path(0);
        assertThat(account.path("act").asText()).isEqualTo("configuration.activated");
        assertThat(account.at("/before/accounts~1acme-connect/title").asText()).isEqualTo("Acme at SeamlessOS Connect (simulated)");
        assertThat(account.at("/after/accounts~1acme-connect/title").asText()).isEqualTo("Renamed");
        JsonNode tenant = operator.read("audit?act=configuration.activated&actor=demo&limit=1").json().path("items").path(0);
        assertThat(tenant.path("reason").asText()).isEqualTo(Operator.REASON + " (credentials were not checked: The provider sleeps)");
        assertThat(operator.read("audit?subject=tenants").json().path("items")).contains(tenant);
        assertThat(operator.read("audit?actor=nobody").json().path("items")).isEmpty();
        assertThat(operator.read("audit?subject=account").json().path("items")).isEmpty();
        assertThat(operator.read("audit").body()).contains("file:secrets/").doesNotContain(Gateway.ADMIN, "connect-demo-key");
    }

    @Test
    void audit_goes_page_by_page_and_a_refused_change_is_no_act() {
        int before = rows.count("audit_entry");
        operator.propose("\"patch\": {\"nonsense\": 1}");
        operator.send("PATCH", "tenants/acme", "{}");
        assertThat(rows.count("audit_entry")).isEqualTo(before);

        operator.propose(TITLE.formatted("P1"));
        operator.propose(TITLE.formatted("P2"));
        Answer page = operator.read("audit?limit=1");
        Answer next = operator.read("audit?limit=1&cursor=" + page.text("/nextCursor"));
        assertThat(page.json().at("/items/0/after/tenants~1acme/title").asText()).isEqualTo("P2");
        assertThat(next.json().at("/items/0/after/tenants~1acme/title").asText()).isEqualTo("P1");
        assertProblem(operator.read("audit?cursor=" + operator.read("revisions?limit=1").text("/nextCursor")), 400, "malformed-request");
    }

    @Test
    void an_operation_that_a_person_settled_is_audited_with_it() {
        Party.TELEGENT.faulty(gateway, Party.TELEGENT.createCall, "drop-before");
        String id = Party.TELEGENT.create(gateway).text("/operationId");
        rows.execute("update operation set state = 'NEEDS_ATTENTION', due_at = null, lease_until = null, fence = fence + 1 where operation_id = '" + id + "'");
        String settle = "/admin/v1/operations/" + id + "/settle";
        String rejected = "{\"outcome\": \"rejected\", \"reason\": \"Nothing of it there\"}";

        assertThat(gateway.post(Gateway.ADMIN, settle, rejected).status()).isEqualTo(200);
        assertProblem(gateway.post(Gateway.ADMIN, settle, rejected), 409, "already-settled");

        JsonNode found = operator.read("audit?subject=operations/" + id).json().path("items");
        assertThat(found).hasSize(1);
        assertThat(found.path(0).path("act").asText()).isEqualTo("operation.settled");
        assertThat(found.path(0).path("reason").asText()).isEqualTo("Nothing of it there");
        assertThat(found.path(0).at("/before/state").asText()).isEqualTo("NEEDS_ATTENTION");
        assertThat(found.path(0).at("/after/state").asText()).isEqualTo("REJECTED");
    }
}
