package io.patchbay.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class ContractCaseTest {
    @TempDir
    Path folder;
    UnitDirectories dirs;
    Path cases;

    @BeforeEach
    void copy() {
        dirs = TestUnits.copied(folder);
        cases = dirs.contractsOf("acme");
    }

    @TestFactory
    Stream<DynamicTest> the_made_up_provider_passes_its_cases() {
        ProviderUnit acme = TestUnits.acme(dirs);
        return ContractCases.find(dirs, "acme").stream()
                .map(found -> DynamicTest.dynamicTest(found.name(), () -> assertThat(found.run(acme)).isEmpty()));
    }

    @Test
    void another_body_is_reported_with_what_was_expected_and_what_was_sent() {
        TestUnits.replace(cases.resolve("send-sms-accepted/request.http"), "hello", "good bye");
        assertThat(run("send-sms-accepted")).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo("contracts/providers/acme/send-sms-accepted/request.http");
            assertThat(problem.pointer()).isEqualTo("/body");
            assertThat(problem.message()).isEqualTo("expected {\"text\":\"good bye\"} but was {\"text\":\"hello\"}");
        });
    }

    @Test
    void every_part_of_a_request_is_compared() {
        TestUnits.write(cases.resolve("get-accepted/request.http"), "POST /v1/else?x=1 HTTP/1.1\nX-Other: 1\n\n{}\n");
        assertThat(run("get-accepted")).extracting(Problem::pointer)
                .containsExactly("/method", "/path", "/query", "/headers", "/body");
    }

    @Test
    void a_request_nobody_wrote_down_is_reported() {
        TestUnits.delete(cases.resolve("usage-accepted/request.http"));
        assertThat(run("usage-accepted")).singleElement().asString()
                .contains("request.http: is missing, but this is sent").contains("GET /v1/subscriptions/S%201%2F%C3%BC/usage");
    }

    @Test
    void a_request_that_is_never_sent_is_reported() {
        TestUnits.write(cases.resolve("create-refused-porting/request.http"), "GET / HTTP/1.1\n");
        assertThat(run("create-refused-porting")).singleElement().asString()
                .contains("is never sent: the operation has ended as REJECTED, rule cannot:/activation/porting");
    }

    @Test
    void outcome_parts_that_are_left_out_are_missed() {
        TestUnits.write(cases.resolve("create-accepted-restocked/outcome.json"), "{\"surprise\": 1}");
        assertThat(run("create-accepted-restocked")).extracting(Problem::pointer)
                .containsExactly("/surprise", "/class", "/notices", "/result", "/rule");
    }

    @Test
    void a_secret_that_is_not_masked_is_reported() {
        TestUnits.replace(cases.resolve("create-scrub/request.http"), "x-trace-secret", "x-other-secret");
        TestUnits.replace(cases.resolve("create-scrub/outcome.json"), "x-trace-secret", "x-other-secret");
        assertThat(run("create-scrub")).singleElement().extracting(Problem::pointer).isEqualTo("/scrubbed/request/headers");
    }

    @Test
    void a_scrub_case_without_a_text_pins_nothing() {
        TestUnits.write(cases.resolve("create-scrub/outcome.json"), "{\"scrubbed\": {}}");
        assertThat(run("create-scrub")).isNotEmpty();
    }

    @Test
    void a_restock_that_fails_ends_the_case_with_its_verdict() {
        TestUnits.write(cases.resolve("create-accepted-restocked/response-1.http"), "HTTP/1.1 500 Oops\n");
        assertThat(run("create-accepted-restocked")).extracting(Problem::message).anySatisfy(message -> assertThat(message).contains("but was \"server-fault\""));
    }

    @Test
    void a_probe_that_finds_something_else_is_reported() {
        TestUnits.replace(cases.resolve("create-probe-listed/response.http"), "8937100000000000004", "8937100000000000005");
        assertThat(run("create-probe-listed")).extracting(Problem::toString).containsExactly(
                "contracts/providers/acme/create-probe-listed/outcome.json /finding: expected \"done\" but was \"absent\"",
                "contracts/providers/acme/create-probe-listed/outcome.json /class: is no part of a finding that ends nothing",
                "contracts/providers/acme/create-probe-listed/outcome.json /rule: is no part of a finding that ends nothing",
                "contracts/providers/acme/create-probe-listed/outcome.json /result: is no part of a finding that ends nothing",
                "contracts/providers/acme/create-probe-listed/outcome.json /notices: is no part of a finding that ends nothing");
    }

    @Test
    void candidates_and_reasons_are_compared() {
        TestUnits.replace(cases.resolve("create-probe-several/outcome.json"), "\"S2\"", "\"S9\"");
        TestUnits.replace(cases.resolve("cancel-probe-garbage/outcome.json"), "unreadable-answer", "odd");
        assertThat(run("create-probe-several")).singleElement().extracting(Problem::pointer).isEqualTo("/candidates");
        assertThat(run("cancel-probe-garbage")).singleElement().extracting(Problem::pointer).isEqualTo("/why");
    }

    @Test
    void what_a_done_call_leads_to_is_compared() {
        TestUnits.replace(cases.resolve("cancel-probe-gone/outcome.json"), "2026-11-21T20:00:00Z", "2026-11-21T21:00:00Z");
        assertThat(run("cancel-probe-gone")).singleElement().extracting(Problem::pointer).isEqualTo("/result");
    }

    @Test
    void a_probe_case_about_another_call_is_reported() {
        TestUnits.replace(cases.resolve("cancel-probe-gone/command.json"), "\"call\": \"cancel\"", "\"call\": \"create\"");
        assertThat(run("cancel-probe-gone")).extracting(Problem::message).containsExactly("is create, but the progress waits for 'cancel'");
    }

    @Test
    void a_probe_that_is_never_made_is_reported() {
        TestUnits.write(cases.resolve("create-probe-not-listed/request-2.http"), "GET / HTTP/1.1\n");
        assertThat(run("create-probe-not-listed")).singleElement().asString().contains("request-2.http: is never sent: the probes have found absent");
    }

    @Test
    void a_probe_case_without_a_readable_age_says_so() {
        TestUnits.replace(cases.resolve("cancel-probe-gone/command.json"), "\"1m\"", "\"soon\"");
        assertThat(run("cancel-probe-gone")).extracting(Problem::message).singleElement().asString().contains("cannot be played");
    }

    @Test
    void a_case_that_cannot_be_played_says_why() {
        TestUnits.delete(cases.resolve("usage-accepted/outcome.json"));
        TestUnits.write(cases.resolve("get-accepted/command.json"), "{\"operation\": \"dance\"}");
        assertThat(run("usage-accepted")).extracting(Problem::message).containsExactly("cannot be played: outcome.json is missing");
        assertThat(run("get-accepted")).extracting(Problem::message).containsExactly("cannot be played: command.json names no canonical operation");
    }

    private List<Problem> run(String name) {
        ProviderUnit acme = TestUnits.acme(dirs);
        return ContractCases.find(dirs, "acme").stream().filter(found -> found.name().equals(name)).findFirst().orElseThrow().run(acme);
    }
}
