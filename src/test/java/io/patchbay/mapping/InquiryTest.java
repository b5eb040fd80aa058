package io.patchbay.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Acme's create may be repeated for a day and is matched in the list afterwards; its cancel is looked up. */
class InquiryTest {
    private static final ObjectNode ORDER = tree("""
            {"operation": {"id": "op_1", "kind": "create", "at": "2026-11-21T20:00:00Z"}, "offering": {"plan": {"planId": "P1", "shelf": "green"}},
             "account": {"settings": {"role": "Subscriber"}}, "handles": {}, "command": {"subscriber": {"name": "Ada"}}}""");
    private static final ObjectNode MINE = tree("""
            {"operation": {"id": "op_2", "kind": "cancel", "at": "2026-11-21T20:00:00Z"},
             "subscription": {"providerSubscriptionId": "S1"}, "handles": {"personId": "H1"}}""");
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration LATE = Duration.ofHours(25);
    private static final ProviderAnswer LOST = new ProviderAnswer.NotAnswered(Phase.MAYBE_SENT, "reset");

    @TempDir
    Path folder;
    UnitDirectories dirs;

    @BeforeEach
    void copy() {
        dirs = TestUnits.copied(folder);
    }

    @Test
    void it_knows_which_call_is_asked_about_and_which_probe_asks() {
        Inquiry inquiry = create(SOON);
        assertThat(inquiry.lostCall()).isEqualTo("create");
        assertThat(inquiry.index()).isZero();
        assertThat(inquiry.repeats()).isTrue();
        assertThat(inquiry.resumes()).isFalse();
        assertThat(inquiry.unprovable()).isEmpty();
        assertThat(inquiry.probe().orElseThrow().mechanism()).isEqualTo("resend-identical");
        assertThat(sent(inquiry.walk()).call()).isEqualTo("create");
    }

    @Test
    void a_repeat_that_comes_too_late_is_left_out() {
        assertThat(create(Duration.ofHours(24)).repeats()).isTrue();
        Inquiry late = create(LATE);
        assertThat(late.index()).isEqualTo(1);
        assertThat(late.repeats()).isFalse();
        assertThat(sent(late.walk()).call()).isEqualTo("list");
    }

    @Test
    void after_the_last_probe_nobody_asks() {
        Inquiry over = create(LATE).nextProbe();
        assertThat(over.probe()).isEmpty();
        assertThat(over.index()).isEqualTo(2);
        assertThatThrownBy(over::finding).isInstanceOf(IllegalStateException.class).hasMessageContaining("No probe asks about create");
    }

    @Test
    void a_call_that_is_unprovable_says_why_and_has_no_probe() {
        ObjectNode sms = MINE.deepCopy().set("command", tree("{\"message\": \"hello\"}"));
        Inquiry inquiry = TestUnits.acme(dirs).inquire(CanonicalOperation.SEND_SMS, sms, Trees.object(), SOON);
        assertThat(inquiry.probe()).isEmpty();
        assertThat(inquiry.unprovable()).hasValue("Acme keeps no list of messages.");
    }

    @Test
    void a_call_that_only_reads_is_simply_made_again() {
        Inquiry inquiry = TestUnits.acme(dirs).inquire(CanonicalOperation.GET, MINE, Trees.object(), SOON);
        assertThat(inquiry.resumes()).isTrue();
        assertThat(inquiry.probe()).isEmpty();
        assertThat(sent(inquiry.walk()).call()).isEqualTo("get");
    }

    @Test
    void an_operation_that_waits_for_no_answer_goes_on() {
        ObjectNode named = tree("""
                {"position": 2, "steps": {"create-person": {"personId": "H1"}}, "reserved": {}, "last": "create-person", "rule": "done"}""");
        Inquiry inquiry = TestUnits.acme(dirs).inquire(CanonicalOperation.CREATE, ORDER, named, SOON);
        assertThat(inquiry.resumes()).isTrue();
        assertThat(inquiry.lostCall()).isEmpty();
        assertThat(inquiry.walk().next()).isInstanceOf(Next.Reserve.class);
    }

    @Test
    void an_operation_whose_calls_are_all_done_is_at_its_end() {
        ObjectNode over = tree("{\"position\": 1, \"steps\": {\"cancel\": {\"status\": \"CANCELLED\"}}, \"last\": \"cancel\", \"rule\": \"done\"}");
        Inquiry inquiry = TestUnits.acme(dirs).inquire(CanonicalOperation.CANCEL, MINE, over, SOON);
        assertThat(inquiry.resumes()).isTrue();
        assertThat(ended(inquiry.walk()).verdict().outcome()).isEqualTo(OutcomeClass.SUCCEEDED);
    }

    @Test
    void a_request_that_can_no_longer_be_made_out_is_not_taken_for_one_that_was_never_sent() {
        TestUnits.write(dirs.mappingsOf("acme").resolve("cancel.request.jslt"), "{\"path\": {}}");
        Inquiry inquiry = cancel();
        assertThat(inquiry.resumes()).isFalse();
        assertThat(inquiry.probe()).isEmpty();
        assertThat(inquiry.unprovable()).hasValue("The request cannot be made out any more: cancel needs the path parameter id");
    }

    @Test
    void what_the_sheet_refuses_by_now_was_sent_all_the_same() {
        TestUnits.replace(dirs.sheet("acme"), "  - {pointer: /activation/porting, operations: [create], message: Acme ports no numbers.}",
                "  - {pointer: /subscriber, operations: [create], message: Acme takes nobody.}");
        assertThat(create(SOON).lostCall()).isEqualTo("create");
        assertThat(TestUnits.acme(dirs).inquire(CanonicalOperation.CREATE, ORDER, Trees.object(), SOON).lostCall()).isEqualTo("create-person");
    }

    @Test
    void nothing_is_found_before_an_answer_came() {
        assertThatThrownBy(() -> create(SOON).finding()).isInstanceOf(IllegalStateException.class).hasMessageContaining("has not been answered yet");
        assertThatThrownBy(() -> create(LATE).finding()).isInstanceOf(IllegalStateException.class).hasMessageContaining("has not been answered yet");
    }

    @Test
    void a_repeat_sends_the_stored_bytes_whatever_the_mapping_would_give_now() {
        ProviderRequest stored = ProviderRequest.of(tree(sent(create(SOON).walk()).tree().toString()));
        ObjectNode other = ORDER.deepCopy();
        other.withObject("/offering/plan").put("planId", "P2");
        Walk walk = TestUnits.acme(dirs).inquire(CanonicalOperation.CREATE, other, ordered(), SOON).walk();
        assertThat(sent(walk).digest()).isNotEqualTo(stored.digest());
        assertThat(sent(walk.repeating(stored)).digest()).isEqualTo(stored.digest());
        assertThat(sent(walk.repeating(stored)).headers()).containsEntry("Idempotency-Key", "op_1.create");
        assertThat(ended(walk.repeating(stored).answered(ok("{\"id\": \"S1\"}"))).result().at("/handles/personId").asText()).isEqualTo("H1");
    }

    @Test
    void a_stored_request_of_another_call_is_not_sent() {
        ProviderRequest other = new ProviderRequest("cancel", "DELETE", "/", Map.of(), Map.of(), null);
        assertThatThrownBy(() -> create(SOON).walk().repeating(other)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> create(SOON).walk().answered(ok("{\"id\": \"S1\"}")).repeating(other)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_request_without_a_body_is_stored_as_one() {
        ProviderRequest request = new ProviderRequest("cancel", "DELETE", "/a%20b", Map.of("q", "1&2"), Map.of("X", "ü"), null);
        ProviderRequest again = ProviderRequest.of(tree(request.tree().toString()));
        assertThat(again).isEqualTo(request);
        assertThat(again.digest()).isEqualTo(request.digest());
    }

    @Test
    void a_repeat_that_succeeds_tells_the_result() {
        Finding finding = answered(create(SOON), ok("{\"id\": \"S1\", \"state\": \"on\"}"));
        assertThat(finding).isInstanceOfSatisfying(Finding.Told.class,
                told -> assertThat(ended(told.walk()).result().path("status").asText()).isEqualTo("ACTIVATED"));
    }

    @Test
    void a_refused_repeat_says_nothing_while_another_probe_follows() {
        assertThat(answered(create(SOON), answer(422, "{}"))).isEqualTo(new Finding.Unclear("The repeat was refused by rule refused.", true));
    }

    @Test
    void a_refused_repeat_is_believed_when_no_probe_follows() {
        TestUnits.replace(dirs.sheet("acme"), "      - mechanism: match-by-tuple\n        call: list\n", "");
        String sheet = TestUnits.read(dirs.sheet("acme"));
        TestUnits.write(dirs.sheet("acme"), sheet.replaceFirst("        match: .*\n        result: .*\n        why: After.*\n", ""));
        assertThat(answered(create(SOON), answer(422, "{}"))).isInstanceOfSatisfying(Finding.Told.class,
                told -> assertThat(ended(told.walk()).verdict().outcome()).isEqualTo(OutcomeClass.REJECTED));
    }

    @ParameterizedTest
    @CsvSource({"500, UNKNOWN, true", "401, UNAUTHORISED, true", "429, THROTTLED, false", "418, UNKNOWN, true"})
    void a_repeat_without_a_clear_answer_tells_nothing(int status, String outcome, boolean tryNext) {
        assertThat(answered(create(SOON), answer(status, "{}"))).isInstanceOfSatisfying(Finding.Unclear.class, unclear -> {
            assertThat(unclear.why()).contains(outcome);
            assertThat(unclear.tryNext()).isEqualTo(tryNext);
        });
    }

    @Test
    void a_repeat_that_is_lost_too_or_cannot_be_read_tells_nothing() {
        assertThat(answered(create(SOON), LOST)).isInstanceOf(Finding.Unclear.class);
        assertThat(answered(create(SOON), answer(200, "<html>"))).isInstanceOf(Finding.Unclear.class);
        assertThat(answered(create(SOON), ok("{\"id\": 1}"))).as("a result that does not fit").isInstanceOf(Finding.Unclear.class);
    }

    @Test
    void one_that_fits_and_is_nobody_elses_is_ours() {
        Finding.Candidates all = candidates("{\"list\": [{\"id\": \"S0\", \"iccid\": \"8936\"}, {\"id\": \"S1\", \"iccid\": \"8937\", \"state\": \"on\"}]}");
        assertThat(all.byProviderId()).containsOnlyKeys("S1");
        assertThat(all.without(Set.of("S9"))).isInstanceOfSatisfying(Finding.Done.class, done -> {
            assertThat(ended(done.walk()).verdict()).extracting(Verdict::outcome, Verdict::rule)
                    .containsExactly(OutcomeClass.SUCCEEDED, "probe-match-by-tuple");
            assertThat(ended(done.walk()).result()).isEqualTo(tree("""
                    {"handles": {"personId": "H1"}, "providerSubscriptionId": "S1", "status": "ACTIVATED", "sim": {"iccid": "8937"}}"""));
            assertThat(done.walk().changed()).isTrue();
        });
    }

    @Test
    void what_others_own_is_not_adopted() {
        assertThat(candidates("{\"list\": [{\"id\": \"S1\", \"iccid\": \"8937\"}]}").without(Set.of("S1"))).isInstanceOf(Finding.Absent.class);
        assertThat(candidates("{\"list\": []}").byProviderId()).isEmpty();
    }

    @Test
    void between_several_a_person_chooses() {
        Finding.Candidates all = candidates("""
                {"list": [{"id": "S1", "iccid": "8937"}, {"id": "S2", "iccid": "8937"}, {"id": "S3", "iccid": "8937"}]}""");
        assertThat(all.without(Set.of("S2"))).isInstanceOfSatisfying(Finding.Candidates.class,
                left -> assertThat(left.byProviderId()).containsOnlyKeys("S1", "S3"));
    }

    @Test
    void every_page_of_the_list_counts() {
        Inquiry inquiry = create(LATE);
        Walk walk = inquiry.walk().answered(ok("{\"list\": [{\"id\": \"S1\", \"iccid\": \"8937\"}], \"next\": 2}"));
        assertThat(walk.next()).isInstanceOf(Next.Send.class);
        Finding finding = inquiry.after(walk.answered(ok("{\"list\": [{\"id\": \"S2\", \"iccid\": \"8937\"}]}"))).finding();
        assertThat(((Finding.Candidates) finding).byProviderId()).containsOnlyKeys("S1", "S2");
    }

    @Test
    void a_list_with_a_fitting_item_that_cannot_be_named_tells_nothing() {
        assertThat(answered(create(LATE), ok("{\"list\": [{\"id\": \"S1\", \"iccid\": \"8937\"}, {\"iccid\": \"8937\"}]}")))
                .isEqualTo(new Finding.Unclear("an item of the list fits but has no providerSubscriptionId", false));
    }

    @Test
    void a_list_that_is_none_tells_nothing() {
        TestUnits.write(dirs.mappingsOf("acme").resolve("list.response.jslt"), "{\"items\": \"many\"}");
        assertThat(answered(create(LATE), ok("{}"))).isEqualTo(new Finding.Unclear("the list has no items", false));
    }

    @Test
    void a_list_the_provider_does_not_know_shows_no_absence() {
        assertThat(answered(create(LATE), answer(404, "{}"))).isInstanceOf(Finding.Unclear.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\": \"S1\", \"state\": \"ended\"}", "404"})
    void what_ended_or_is_gone_was_cancelled(String body) {
        Finding finding = answered(cancel(), body.equals("404") ? answer(404, "{}") : ok(body));
        assertThat(finding).isInstanceOfSatisfying(Finding.Done.class, done -> {
            assertThat(ended(done.walk()).verdict().rule()).isEqualTo("probe-look-up");
            assertThat(ended(done.walk()).result()).isEqualTo(tree("{\"status\": \"CANCELLED\", \"cancelledAt\": \"2026-11-21T20:00:00Z\"}"));
        });
    }

    @Test
    void what_still_runs_was_not_cancelled() {
        assertThat(answered(cancel(), ok("{\"id\": \"S1\", \"state\": \"on\"}"))).isInstanceOf(Finding.Absent.class);
    }

    @Test
    void a_look_up_that_says_neither_or_both_tells_nothing() {
        assertThat(answered(cancel(), ok("{\"id\": \"S1\", \"state\": \"new\"}")))
                .isEqualTo(new Finding.Unclear("What was found says neither done nor not done.", false));
        TestUnits.replace(dirs.sheet("acme"), "absent: '.found.status == \"ACTIVATED\"'", "absent: 'true'");
        assertThat(answered(cancel(), answer(404, "{}"))).isEqualTo(new Finding.Unclear("What was found says both done and not done.", false));
    }

    @ParameterizedTest
    @CsvSource({"500, {}", "200, <html>", "418, {}", "422, {}", "429, {}", "401, {}"})
    void a_look_up_without_a_clear_answer_tells_nothing(int status, String body) {
        assertThat(answered(cancel(), answer(status, body))).isInstanceOf(Finding.Unclear.class);
    }

    @Test
    void a_look_up_that_cannot_be_sent_tells_nothing() {
        Inquiry unnamed = TestUnits.acme(dirs).inquire(CanonicalOperation.CANCEL, MINE.deepCopy().without("handles"), Trees.object(), SOON);
        assertThat(unnamed.finding()).isInstanceOfSatisfying(Finding.Unclear.class, unclear -> assertThat(unclear.why()).contains("unmappable-request"));
    }

    @Test
    void a_condition_that_fails_tells_nothing() {
        TestUnits.replace(dirs.sheet("acme"), "absent: '.found.status == \"ACTIVATED\"'", "absent: 'error(\"no\")'");
        assertThat(answered(cancel(), answer(404, "{}"))).isInstanceOf(Finding.Unclear.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'.found.status'", "'{\"status\": \"ODD\"}'"})
    void a_result_that_is_none_tells_nothing(String result) {
        TestUnits.replace(dirs.sheet("acme"), "result: '{\"status\": \"CANCELLED\", \"cancelledAt\": .operation.at}'", "result: " + result);
        assertThat(answered(cancel(), ok("{\"id\": \"S1\", \"state\": \"ended\"}"))).isInstanceOf(Finding.Unclear.class);
    }

    @Test
    void conditions_see_the_steps_before_the_lost_call_and_its_key() {
        TestUnits.replace(dirs.sheet("acme"), "match: '.candidate.sim.iccid == .reserved.iccid'",
                "match: '.steps.\"create-person\".personId == \"H1\" and .operation.key == \"op_1.create\"'");
        assertThat(candidates("{\"list\": [{\"id\": \"S7\"}]}").byProviderId()).containsOnlyKeys("S7");
    }

    @Test
    void a_lost_call_in_the_middle_is_done_and_the_operation_goes_on() {
        TestUnits.replace(dirs.sheet("acme"), "    unprovable: Acme lists no persons.\n", """
                    probe:
                      - {mechanism: look-up, call: usage, done: '.found.data', absent: '.found == null', result: '{"personId": "H7"}', why: Shows it.}
                """);
        TestUnits.write(dirs.mappingsOf("acme").resolve("usage.request.jslt"), "{\"path\": {\"id\": \"persons\"}}");
        Inquiry inquiry = TestUnits.acme(dirs).inquire(CanonicalOperation.CREATE, ORDER, Trees.object(), SOON);
        assertThat(inquiry.lostCall()).isEqualTo("create-person");
        assertThat(answered(inquiry, ok("{\"bytes\": 1}"))).isInstanceOfSatisfying(Finding.Done.class, done -> {
            assertThat(done.walk().next()).isEqualTo(new Next.Reserve("iccid", "green", null));
            assertThat(done.walk().progress().at("/steps/create-person/personId").asText()).isEqualTo("H7");
            assertThat(done.walk().progress().path("steps").has("usage")).isFalse();
        });
    }

    private Inquiry create(Duration age) {
        return TestUnits.acme(dirs).inquire(CanonicalOperation.CREATE, ORDER, ordered(), age);
    }

    private Inquiry cancel() {
        return TestUnits.acme(dirs).inquire(CanonicalOperation.CANCEL, MINE, Trees.object(), SOON);
    }

    private Finding.Candidates candidates(String list) {
        return (Finding.Candidates) answered(create(LATE), ok(list));
    }

    private static ObjectNode ordered() {
        return tree("""
                {"position": 3, "steps": {"create-person": {"personId": "H1"}}, "reserved": {"iccid": "8937"}, "last": "create-person", "rule": "done"}""");
    }

    private static Finding answered(Inquiry inquiry, ProviderAnswer answer) {
        return inquiry.after(inquiry.walk().answered(answer)).finding();
    }

    private static Next.End ended(Walk walk) {
        return (Next.End) walk.next();
    }

    private static ProviderRequest sent(Walk walk) {
        return ((Next.Send) walk.next()).request();
    }

    private static ProviderAnswer ok(String body) {
        return answer(200, body);
    }

    private static ProviderAnswer answer(int status, String body) {
        return new ProviderAnswer.Answered(status, Map.of("Content-Type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode tree(String json) {
        try {
            return (ObjectNode) Trees.json(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
