package io.patchbay.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WalkTest {
    private static final String ORDER = """
            {"operation": {"id": "op_1", "kind": "create"}, "offering": {"plan": {"planId": "P1", "shelf": "green"}},
             "account": {"settings": {"role": "Subscriber"}}, "handles": {}, "command": {"subscriber": {"name": "Ada"}}}""";
    private static final String MINE = """
            {"operation": {"id": "op_1"}, "subscription": {"providerSubscriptionId": "S1"}, "handles": {"personId": "H1"}}""";

    @TempDir
    Path folder;
    UnitDirectories dirs;

    @BeforeEach
    void copy() {
        dirs = TestUnits.copied(folder);
    }

    @Test
    void the_next_thing_is_the_same_however_often_it_is_asked() {
        Walk walk = acme().walk(CanonicalOperation.CREATE, tree(ORDER));
        assertThat(walk.next()).isSameAs(walk.next()).isInstanceOf(Next.Send.class);
        assertThat(walk.verdict()).isEmpty();
    }

    @Test
    void an_event_leaves_the_earlier_walk_and_the_context_as_they_were() {
        ObjectNode context = tree(ORDER);
        Walk before = acme().walk(CanonicalOperation.CREATE, context);
        before.answered(ok("{\"id\": \"H1\"}"));
        assertThat(before.next()).isInstanceOf(Next.Send.class);
        assertThat(before.progress()).isEqualTo(tree("{\"position\": 1, \"steps\": {}, \"reserved\": {}, \"at\": \"call:create-person\"}"));
        assertThat(context).isEqualTo(tree(ORDER));
    }

    @Test
    void a_walk_resumed_at_any_point_sends_the_same_bytes() {
        Walk walk = acme().walk(CanonicalOperation.CREATE, tree(ORDER));
        assertThat(digest(again(walk))).isEqualTo(digest(walk));
        walk = walk.answered(ok("{\"id\": \"H1\"}"));
        assertThat(again(walk).next()).isEqualTo(walk.next()).isEqualTo(new Next.Reserve("iccid", "green", null));
        walk = walk.reserved("iccid", "8937");
        assertThat(digest(again(walk))).isEqualTo(digest(walk));
        assertThat(sent(walk).headers()).containsEntry("Idempotency-Key", "op_1.create");
        walk = walk.answered(ok("{\"id\": \"S1\", \"state\": \"on\"}"));
        assertThat(((Next.End) again(walk).next()).result()).isEqualTo(((Next.End) walk.next()).result());
    }

    @Test
    void a_lost_answer_resumes_with_the_lost_call() {
        Walk lost = acme().walk(CanonicalOperation.CREATE, tree(ORDER)).answered(ok("{\"id\": \"H1\"}")).reserved("iccid", "8937")
                .answered(new ProviderAnswer.NotAnswered(Phase.MAYBE_SENT, "reset"));
        assertThat(lost.verdict().orElseThrow()).extracting(Verdict::outcome, Verdict::rule).containsExactly(OutcomeClass.UNKNOWN, "no-answer");
        assertThat(sent(again(lost)).call()).isEqualTo("create");
    }

    @Test
    void a_step_is_found_again_although_the_sheet_has_moved_it() {
        Walk lost = acme().walk(CanonicalOperation.CREATE, tree(ORDER)).answered(ok("{\"id\": \"H1\"}")).reserved("iccid", "8937");
        ObjectNode elsewhere = lost.progress().put("position", 0);
        assertThat(digest(acme().resume(CanonicalOperation.CREATE, tree(ORDER), elsewhere))).isEqualTo(digest(lost));
    }

    @Test
    void a_step_that_is_gone_proves_nothing_about_what_was_sent() {
        ObjectNode unknown = acme().walk(CanonicalOperation.CREATE, tree(ORDER)).progress().put("at", "call:gone");
        assertThat(acme().resume(CanonicalOperation.CREATE, tree(ORDER), unknown).verdict().orElseThrow())
                .extracting(Verdict::outcome, Verdict::rule).containsExactly(OutcomeClass.UNKNOWN, "step-gone");
        Inquiry inquiry = acme().inquire(CanonicalOperation.CREATE, tree(ORDER), unknown, Duration.ZERO);
        assertThat(inquiry.resumes()).isFalse();
        assertThat(inquiry.probe()).isEmpty();
    }

    @Test
    void after_a_long_wait_everything_behind_the_last_change_is_done_anew() {
        Walk waiting = acme().walk(CanonicalOperation.CREATE, tree(ORDER)).answered(ok("{\"id\": \"H1\"}")).reserved("iccid", "8937");
        assertThat(waiting.rewound().next()).isEqualTo(new Next.Reserve("iccid", "green", null));
        assertThat(digest(waiting.rewound().reserved("iccid", "8937"))).isEqualTo(digest(waiting));
        Walk nothingDone = acme().walk(CanonicalOperation.CREATE, tree(ORDER));
        assertThat(digest(nothingDone.rewound())).isEqualTo(digest(nothingDone));
    }

    @Test
    void progress_without_content_begins_at_the_beginning() {
        assertThat(sent(acme().resume(CanonicalOperation.CREATE, tree(ORDER), Trees.object())).call()).isEqualTo("create-person");
    }

    @Test
    void pages_survive_a_resumption() {
        Walk walk = acme().walk(CanonicalOperation.LIST, tree("{}")).answered(ok("{\"list\": [{\"id\": \"S1\"}], \"next\": 2}"));
        Walk end = again(walk, CanonicalOperation.LIST, tree("{}")).answered(ok("{\"list\": [{\"id\": \"S2\"}]}"));
        assertThat(((Next.End) end.next()).result().path("items").findValuesAsText("providerSubscriptionId")).containsExactly("S1", "S2");
    }

    @Test
    void a_list_that_does_not_end_is_no_list() {
        Walk walk = acme().walk(CanonicalOperation.LIST, tree("{}"));
        for (int page = 0; page < 400; page++) {
            walk = walk.answered(ok("{\"list\": [], \"next\": \"same\"}"));
        }
        assertThat(walk.verdict().orElseThrow()).extracting(Verdict::outcome, Verdict::rule).containsExactly(OutcomeClass.UNKNOWN, "too-many-pages");
    }

    @Test
    void an_item_the_caller_wants_is_reserved_and_refused_when_it_is_taken() {
        ObjectNode order = tree(ORDER);
        order.withObject("/command/activation/sim").put("iccid", "8937");
        Walk walk = acme().walk(CanonicalOperation.CREATE, order).answered(ok("{\"id\": \"H1\"}"));
        assertThat(walk.next()).isEqualTo(new Next.Reserve("iccid", "green", "8937"));
        assertThat(walk.poolEmpty("iccid").verdict().orElseThrow().refusal())
                .extracting(Refusal::reason, Refusal::message).containsExactly("no-free-iccid", "The iccid that was given is not free.");
    }

    @Test
    void a_character_that_no_database_keeps_gets_no_further_than_the_answer() {
        Walk walk = acme().walk(CanonicalOperation.CREATE, tree(ORDER)).answered(ok("{\"id\": \"H\\u00001\", \"x\\u0000\": [\"\\u0000\"]}"));
        assertThat(walk.progress().toString()).contains("H1").doesNotContain("\\u0000").doesNotContain("\0");
    }

    @Test
    void a_pool_is_restocked_one_page_at_a_time() {
        ProviderUnit acme = acme();
        Walk asking = acme.walk(CanonicalOperation.CREATE, tree(ORDER)).answered(ok("{\"id\": \"H1\"}"));
        Walk first = acme.restock("iccid", asking);
        assertThat(sent(first).target()).isEqualTo("/v1/sims?shelf=green");
        ObjectNode page = ((Next.End) first.answered(ok("{\"sims\": [], \"next\": \"c 2\"}")).next()).result();
        assertThat(page.path("next").asText()).isEqualTo("c 2");
        assertThat(sent(acme.restock("iccid", asking, page.get("next"))).target()).isEqualTo("/v1/sims?shelf=green&cursor=c%202");
    }

    @Test
    void a_restock_that_gives_no_texts_is_no_stock() {
        ProviderUnit acme = acme();
        Walk asking = acme.walk(CanonicalOperation.CREATE, tree(ORDER)).answered(ok("{\"id\": \"H1\"}"));
        assertThat(acme.restock("iccid", asking).answered(ok("{\"sims\": [{\"iccid\": 1}]}")).verdict().orElseThrow().rule()).isEqualTo("unmappable-answer");
    }

    @Test
    void an_operation_the_provider_refuses_ends_before_anything_is_sent() {
        Walk walk = acme().walk(CanonicalOperation.PAUSE, tree("{}"));
        assertThat(walk.verdict().orElseThrow().rule()).isEqualTo("refused:pause");
        assertThat(walk.verdict().orElseThrow().refusal().message()).isEqualTo("Acme knows no pausing.");
        assertThat(acme().walk(CanonicalOperation.ACTIVATE, tree("{}")).verdict().orElseThrow().refusal().reason()).isEqualTo("capability-missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"subscription\": {\"providerSubscriptionId\": \"\"}}", "{\"subscription\": {\"providerSubscriptionId\": \"..\"}}",
            "{\"subscription\": {\"providerSubscriptionId\": {\"a\": 1}}}"})
    void without_its_path_parameter_nothing_is_sent(String context) {
        assertThat(acme().walk(CanonicalOperation.CANCEL, tree(context)).verdict().orElseThrow())
                .extracting(Verdict::outcome, Verdict::rule).containsExactly(OutcomeClass.UNAVAILABLE_NOT_SENT, "unmappable-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"error(\"no\")", "[1]", "{\"boddy\": {\"a\": 1}}", "{\"headers\": {\"X\": \"a\\nB: c\"}}", "{\"query\": {\"a\": [1]}}",
            "{\"query\": {\"day\": utc(\"soon\", \"MM/dd/yyyy\")}}"})
    void a_request_that_cannot_be_mapped_is_not_sent(String mapping) {
        TestUnits.write(dirs.mappingsOf("acme").resolve("list.request.jslt"), mapping);
        assertThat(acme().walk(CanonicalOperation.LIST, tree("{}")).verdict().orElseThrow())
                .extracting(Verdict::outcome, Verdict::rule).containsExactly(OutcomeClass.UNAVAILABLE_NOT_SENT, "unmappable-request");
    }

    @Test
    void once_something_was_changed_a_request_that_cannot_be_mapped_leaves_the_operation_unknown() {
        TestUnits.write(dirs.mappingsOf("acme").resolve("create.request.jslt"), "error(\"no\")");
        Walk begun = acme().walk(CanonicalOperation.CREATE, tree(ORDER));
        assertThat(begun.changed()).isFalse();
        Walk walk = begun.answered(ok("{\"id\": \"H1\"}")).reserved("iccid", "8937");
        assertThat(walk.changed()).isTrue();
        assertThat(walk.verdict().orElseThrow()).extracting(Verdict::outcome, Verdict::rule).containsExactly(OutcomeClass.UNKNOWN, "unmappable-request");
    }

    @Test
    void an_answer_means_the_same_whatever_the_operation_comes_to() {
        TestUnits.write(dirs.mappingsOf("acme").resolve("create.request.jslt"), "error(\"no\")");
        Walk answered = acme().walk(CanonicalOperation.CREATE, tree(ORDER)).answered(ok("{\"id\": \"H1\"}"));
        assertThat(answered.answer().orElseThrow()).extracting(Verdict::outcome, Verdict::rule).containsExactly(OutcomeClass.SUCCEEDED, "done");
        assertThat(answered.reserved("iccid", "8937").answer()).isEmpty();

        TestUnits.replace(dirs.sheet("acme"), "      - reserve: iccid\n",
                "      - {refuse: 'true', code: never, message: Acme never does.}\n      - reserve: iccid\n");
        Walk refused = acme().walk(CanonicalOperation.CREATE, tree(ORDER)).answered(ok("{\"id\": \"H1\"}"));
        assertThat(refused.verdict().orElseThrow().rule()).isEqualTo("refuse:never");
        assertThat(refused.answer().orElseThrow()).extracting(Verdict::outcome, Verdict::rule).containsExactly(OutcomeClass.SUCCEEDED, "done");
    }

    @Test
    void an_answer_that_cannot_be_mapped_or_never_came_is_judged_as_such() {
        Walk lost = acme().walk(CanonicalOperation.CANCEL, tree(MINE)).answered(new ProviderAnswer.NotAnswered(Phase.MAYBE_SENT, "reset"));
        assertThat(lost.answer()).isEqualTo(lost.verdict());
        TestUnits.write(dirs.mappingsOf("acme").resolve("cancel.response.jslt"), "{\"status\": \"SLEEPING\"}");
        Walk misfit = acme().walk(CanonicalOperation.CANCEL, tree(MINE)).answered(ok("{}"));
        assertThat(misfit.answer().orElseThrow().isUnmappableAnswer()).isTrue();
    }

    @Test
    void a_rule_may_let_an_operation_go_on_although_nothing_was_done() {
        ProviderSheet sheet = acme().sheet();
        assertThat(sheet.doneBy("create-person", "email-taken")).isFalse();
        assertThat(sheet.doneBy("create-person", "done")).isTrue();
        assertThat(sheet.doneBy("create", "a rule of yesterday")).isTrue();
    }

    @Test
    void a_pool_without_a_shelf_is_not_asked() {
        ObjectNode order = tree(ORDER);
        order.withObject("/offering/plan").remove("shelf");
        assertThat(acme().walk(CanonicalOperation.CREATE, order).answered(ok("{\"id\": \"H1\"}")).verdict().orElseThrow().rule()).isEqualTo("unmappable-request");
    }

    @Test
    void an_operation_whose_calls_are_all_skipped_is_not_carried_out() {
        TestUnits.replace(dirs.sheet("acme"), "usage: {steps: [{call: usage}]}", "usage: {steps: [{call: usage, when: 'false'}]}");
        assertThat(acme().walk(CanonicalOperation.USAGE, tree(MINE)).verdict().orElseThrow().outcome()).isEqualTo(OutcomeClass.UNAVAILABLE_NOT_SENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"error(\"no\")", "null", "[1]", "{\"status\": \"SLEEPING\"}", "{\"surprise\": 1}", "{\"cancelledAt\": \"2026-11-21\"}"})
    void an_answer_that_cannot_be_mapped_is_unknown(String mapping) {
        TestUnits.write(dirs.mappingsOf("acme").resolve("cancel.response.jslt"), mapping);
        assertThat(acme().walk(CanonicalOperation.CANCEL, tree(MINE)).answered(ok("{}")).verdict().orElseThrow())
                .extracting(Verdict::outcome, Verdict::rule).containsExactly(OutcomeClass.UNKNOWN, "unmappable-answer");
    }

    @Test
    void a_rule_whose_condition_fails_decides_nothing() {
        TestUnits.replace(dirs.sheet("acme"), "when: '.body.error'", "when: 'error(\"no\")'");
        assertThat(acme().walk(CanonicalOperation.CANCEL, tree(MINE)).answered(ok("{}")).verdict().orElseThrow())
                .extracting(Verdict::outcome, Verdict::rule).containsExactly(OutcomeClass.UNKNOWN, "unmappable-answer");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            204 |                       | SUCCEEDED | done
            200 |                       | SUCCEEDED | done
            200 | '  '                  | SUCCEEDED | done
            200 | {"a":1} trailing      | UNKNOWN | unreadable-answer
            200 | <html>                | UNKNOWN | unreadable-answer
            204 | <html>                | SUCCEEDED | done
            200 | {"error": true}       | REJECTED | nothing-new
            404 | <html>                | REJECTED | not-found
            302 |                       | UNKNOWN | unmapped
            503 |                       | UNKNOWN | unmapped
            500 |                       | UNKNOWN | server-fault
            """)
    void the_first_rule_that_matches_decides(int status, String body, OutcomeClass outcome, String rule) {
        assertThat(cancelled(status, Map.of(), body == null ? "" : body)).extracting(Verdict::outcome, Verdict::rule).containsExactly(outcome, rule);
    }

    @Test
    void a_condition_sees_headers_in_lower_case() {
        assertThat(cancelled(503, Map.of("X-Maintenance", "yes"), "").outcome()).isEqualTo(OutcomeClass.UNAVAILABLE_NOT_SENT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            120                           | PT2M
            Sat, 21 Nov 2026 20:01:30 GMT | PT1M30S
            Sat, 21 Nov 2026 19:00:00 GMT | PT0S
            soon                          |
            99999999999999999999          |
            """)
    void retry_after_is_read_as_seconds_or_as_a_date(String header, Duration expected) {
        assertThat(cancelled(429, Map.of("Retry-After", header), "").retryAfter()).isEqualTo(expected);
    }

    @Test
    void a_refusal_speaks_in_the_words_of_the_rule_else_of_the_provider_else_in_ours() {
        assertThat(cancelled(404, Map.of(), "{\"message\": \"gone\"}").refusal().message()).isEqualTo("Acme does not know this subscription.");
        assertThat(cancelled(422, Map.of(), "{\"message\": \"not today\"}").refusal()).isEqualTo(new Refusal("refused", null, "not today", null));
        assertThat(cancelled(422, Map.of(), "").refusal().message()).isEqualTo("The provider refused the request.");
    }

    @Test
    void what_no_database_can_hold_is_left_out_of_an_answer() {
        String odd = "not\\u0000 today\\ud83d";
        assertThat(cancelled(422, Map.of(), "{\"message\": \"" + odd + "\"}").refusal().message()).isEqualTo("not today");
        AnswerTree tree = AnswerTree.of(new ProviderAnswer.Answered(200, Map.of("X-A", "b\u0000"),
                bytes("{\"a\\u0000\": [\"" + odd + "\", 1, {\"b\": \"\\ud83d\\ude00\"}]}")));
        assertThat(tree.tree()).isEqualTo(tree("{\"status\": 200, \"headers\": {\"x-a\": \"b\"}, \"body\": {\"a\": [\"not today\", 1, {\"b\": \"😀\"}]}}"));
        assertThat(AnswerTree.of(new ProviderAnswer.Answered(200, Map.of(), bytes("<p>\u0000</p>"))).tree().path("body").asText()).isEqualTo("<p></p>");
    }

    @Test
    void a_refusal_whose_words_cannot_be_mapped_stays_a_refusal() {
        TestUnits.write(dirs.mappingsOf("acme").resolve("refusal.jslt"), "error(\"no\")");
        assertThat(cancelled(422, Map.of(), "{}")).extracting(Verdict::outcome).isEqualTo(OutcomeClass.REJECTED);
    }

    @Test
    void a_refusal_never_echoes_a_secret() {
        assertThat(cancelled(422, Map.of(), "{\"message\": \"wrong pin=4711\", \"faults\": [{\"text\": \"X-Acme-Key: abc\"}]}").refusal().toString())
                .contains("wrong pin=***").doesNotContain("4711").doesNotContain("abc");
    }

    @Test
    void a_fault_on_the_line_is_kept_without_its_secrets() {
        Walk walk = acme().walk(CanonicalOperation.CANCEL, tree(MINE)).answered(new ProviderAnswer.NotAnswered(Phase.NEVER_SENT, "GET https://x/?sig=abc refused"));
        assertThat(walk.verdict().orElseThrow()).isEqualTo(
                new Verdict(OutcomeClass.UNAVAILABLE_NOT_SENT, "never-sent", null, null, "GET https://x/?sig=*** refused"));
    }

    @Test
    void what_was_withheld_for_the_limit_counts_as_throttled() {
        Walk walk = acme().walk(CanonicalOperation.CANCEL, tree(MINE)).answered(new ProviderAnswer.Withheld(Duration.ofSeconds(7)));
        assertThat(walk.verdict().orElseThrow()).extracting(Verdict::outcome, Verdict::rule, Verdict::retryAfter)
                .containsExactly(OutcomeClass.THROTTLED, "rate-limit", Duration.ofSeconds(7));
    }

    @Test
    void a_condition_on_a_field_that_fails_counts_as_met() {
        TestUnits.replace(dirs.sheet("acme"), "when: 'not(.command.activation.at)'", "when: 'error(\"no\")'");
        assertThat(acme().losses(CanonicalOperation.CREATE, tree(ORDER))).extracting(Notice::code).containsExactly("today");
    }

    @Test
    void what_is_null_in_the_command_is_not_there() {
        ObjectNode order = tree("{\"command\": {\"activation\": {\"porting\": null, \"at\": \"x\"}}}");
        assertThat(acme().blocked(CanonicalOperation.CREATE, order)).isEmpty();
        assertThat(acme().blocked(CanonicalOperation.CANCEL, tree("{\"command\": {\"activation\": {\"porting\": {}}}}"))).isEmpty();
    }

    @Test
    void an_event_the_walk_does_not_wait_for_is_a_programming_error() {
        Walk walk = acme().walk(CanonicalOperation.CANCEL, tree(MINE));
        assertThatThrownBy(() -> walk.reserved("iccid", "1")).isInstanceOf(IllegalStateException.class).hasMessageContaining("waits for Send");
    }

    @Test
    void the_digest_tells_requests_apart() {
        ProviderRequest one = new ProviderRequest("c", "POST", "/a", Map.of("q", "1"), Map.of(), bytes("{}"));
        assertThat(one.digest()).hasSize(64).isEqualTo(new ProviderRequest("other", "POST", "/a", Map.of("q", "1"), Map.of("h", "x"), bytes("{}")).digest());
        assertThat(one.digest()).isNotEqualTo(new ProviderRequest("c", "POST", "/a", Map.of("q", "2"), Map.of(), bytes("{}")).digest());
        assertThat(one.digest()).isNotEqualTo(new ProviderRequest("c", "POST", "/a", Map.of("q", "1"), Map.of(), null).digest());
    }

    private Verdict cancelled(int status, Map<String, String> headers, String body) {
        return acme().walk(CanonicalOperation.CANCEL, tree(MINE))
                .answered(new ProviderAnswer.Answered(status, headers, bytes(body))).verdict().orElseThrow();
    }

    private ProviderUnit acme() {
        return TestUnits.acme(dirs);
    }

    private Walk again(Walk walk) {
        return again(walk, CanonicalOperation.CREATE, tree(ORDER));
    }

    /** Through text, as the journal keeps it. */
    private Walk again(Walk walk, CanonicalOperation operation, ObjectNode context) {
        return acme().resume(operation, context, tree(walk.progress().toString()));
    }

    private static String digest(Walk walk) {
        return sent(walk).digest();
    }

    private static ProviderRequest sent(Walk walk) {
        return ((Next.Send) walk.next()).request();
    }

    private static ProviderAnswer ok(String body) {
        return new ProviderAnswer.Answered(200, Map.of("Content-Type", "application/json"), bytes(body));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode tree(String json) {
        try {
            return (ObjectNode) Trees.json(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
