package io.patchbay.gateway;

import static io.patchbay.testing.Gateway.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.audit.Audit;
import io.patchbay.audit.AuditEntry;
import io.patchbay.audit.AuditFilter;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import io.patchbay.testing.ProviderCopy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators hold circuit breakers open and closed, on all nodes at once. */
class BreakersTest {

    private static final Party PARTY = Party.CONNECT;
    private static final String BREAKERS = "/admin/v1/breakers";

    @TempDir
    static Path workspace;

    @TempDir
    static Path elsewhere;

    @TempDir
    static Path late;

    static Gateway one;
    static Gateway two;
    static String account;

    @BeforeAll
    static void start() {
        one = Gateway.start(workspace, settings("one"));
        two = one.second(elsewhere, settings("two"));
        account = account("connect");
    }

    /** Nothing is tried again, so that each order is one failure; an open breaker stays open. */
    private static Map<String, String> settings(String node) {
        Map<String, String> settings = new HashMap<>(ProviderCopy.in(workspace,
                (name, sheet) -> sheet.replace("open: 10s", "open: 60s").replace("retry: {attempts: 2", "retry: {attempts: 0")));
        settings.put("patchbay.node", node);
        settings.put("patchbay.breakers.every", "100");
        return settings;
    }

    private static String account(String provider) {
        for (JsonNode entry : one.get(ADMIN, BREAKERS).json().path("items")) {
            if (entry.path("provider").asText().equals(provider)) {
                return entry.path("account").asText();
            }
        }
        throw new AssertionError("no account of " + provider);
    }

    @AfterAll
    static void stop() {
        two.close();
        one.close();
    }

    @BeforeEach
    void fresh() {
        one.reset();
        assertThat(rule(one, "reset", "").status()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(state(two)).isEqualTo("CLOSED"));
    }

    private static Answer rule(Gateway node, String verb, String end) {
        return node.post(ADMIN, BREAKERS + "/" + account + "/" + verb, "{\"reason\": \"ticket 4711\"" + end + "}");
    }

    private static JsonNode breaker(Gateway node) {
        return node.get(ADMIN, BREAKERS + "/" + account).json();
    }

    private static String state(Gateway node) {
        return breaker(node).path("state").asText();
    }

    private static int arrived() {
        return one.arrived(PARTY.provider).size();
    }

    private static List<AuditEntry> acts() {
        return one.application().getBean(Audit.class).page(new AuditFilter(null, null, "breakers/" + account), Long.MAX_VALUE, 2);
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.text("/code")).isEqualTo(code);
    }

    @Test
    void a_breaker_that_is_held_open_stops_orders_on_every_node() {
        Answer held = rule(one, "force-open", ", \"for\": \"PT2H\"");

        assertThat(held.status()).as(held.body()).isEqualTo(200);
        assertThat(held.text("/state")).isEqualTo("FORCED_OPEN");
        assertThat(held.text("/ruling/verdict")).isEqualTo("FORCED_OPEN");
        assertThat(held.text("/ruling/reason")).isEqualTo("ticket 4711");
        assertThat(Duration.between(Instant.parse(held.text("/ruling/at")), Instant.parse(held.text("/ruling/until")))).isEqualTo(Duration.ofHours(2));
        await().untilAsserted(() -> assertThat(state(two)).isEqualTo("FORCED_OPEN"));
        await().untilAsserted(() -> assertThat(breaker(one).path("nodes").findValuesAsText("state")).containsOnly("FORCED_OPEN"));
        assertThat(breaker(one).path("nodes").findValuesAsText("node")).as("a node that ended a moment ago may still be told of").contains("one", "two");
        int before = arrived();
        for (Gateway node : List.of(one, two)) {
            Answer refused = PARTY.create(node);
            assertProblem(refused, 503, "provider-unavailable");
            assertThat(refused.text("/detail")).contains("operator has stopped");
        }
        assertThat(arrived()).isEqualTo(before);
        Answer health = Gateway.raw(one.managementPort(), null, "GET", "/actuator/health/providers/" + account, null);
        assertThat(health.text("/status")).isEqualTo("DEGRADED");
    }

    @Test
    void a_breaker_that_is_held_closed_does_not_open() {
        rule(two, "force-closed", "");
        await().untilAsserted(() -> assertThat(state(one)).isEqualTo("METRICS_ONLY"));
        PARTY.faulty(one, "*", "status:500-before");
        for (int i = 0; i < 25; i++) {
            PARTY.create(one);
        }

        assertThat(state(one)).isEqualTo("METRICS_ONLY");
        assertThat(breaker(one).path("failures").asInt()).isGreaterThanOrEqualTo(20);
        assertThat(Gateway.raw(one.managementPort(), null, "GET", "/actuator/health/providers/" + account, null).text("/status")).isEqualTo("UP");
    }

    @Test
    void a_reset_closes_a_breaker_that_opened_by_itself_on_another_node() {
        PARTY.faulty(one, "*", "status:500-before");
        await().until(() -> {
            PARTY.create(two);
            return state(two).equals("OPEN");
        });
        one.faults(PARTY.provider, "[]");

        rule(one, "reset", "");

        await().untilAsserted(() -> assertThat(state(two)).isEqualTo("CLOSED"));
        assertThat(breaker(two).path("calls").asInt()).isZero();
        assertThat(PARTY.create(two).status()).isLessThan(300);
    }

    @Test
    void a_ruling_ends_by_itself_on_every_node_and_calls_find_out_then() {
        rule(one, "force-open", ", \"until\": \"" + one.now().plusSeconds(3600) + "\"");
        await().untilAsserted(() -> assertThat(state(two)).isEqualTo("FORCED_OPEN"));

        two.pass(Duration.ofMinutes(61));

        await().untilAsserted(() -> assertThat(state(one)).isEqualTo("HALF_OPEN"));
        await().untilAsserted(() -> assertThat(state(two)).isEqualTo("HALF_OPEN"));
        assertThat(breaker(one).has("ruling")).isFalse();
        assertThat(acts().getFirst().act().what()).isEqualTo("breaker.ruling-expired");
        assertThat(acts().getFirst().act().actor()).isEqualTo("gateway");
        assertThat(acts().getFirst().act().before().path("verdict").asText()).isEqualTo("FORCED_OPEN");
        one.pass(Duration.ofMinutes(61));
    }

    @Test
    void every_ruling_is_audited_with_what_was_there_before() {
        rule(one, "force-open", "");
        rule(two, "force-closed", "");

        assertThat(acts()).extracting(entry -> entry.act().what()).containsExactly("breaker.forced-closed", "breaker.forced-open");
        assertThat(acts().getFirst().act().before().path("verdict").asText()).isEqualTo("FORCED_OPEN");
        assertThat(acts().getFirst().act().after().path("verdict").asText()).isEqualTo("FORCED_CLOSED");
        rule(one, "reset", "");
        assertThat(acts().getFirst().act().what()).isEqualTo("breaker.reset");
        assertThat(acts().getFirst().act().before().path("verdict").asText()).isEqualTo("FORCED_CLOSED");
        assertThat(acts().getFirst().act().after()).isNull();
    }

    @Test
    void a_node_that_starts_later_obeys_from_its_first_request_on() {
        rule(one, "force-open", "");
        Map<String, String> settings = settings("three");
        settings.put("patchbay.breakers.every", "3600000");
        try (Gateway three = one.second(late, settings)) {
            assertThat(state(three)).isEqualTo("FORCED_OPEN");
            assertProblem(PARTY.create(three), 503, "provider-unavailable");
        }
    }

    @Test
    void an_unknown_account_is_not_found() {
        assertProblem(one.get(ADMIN, BREAKERS + "/nobody"), 404, "not-found");
        for (String verb : List.of("force-open", "force-closed", "reset")) {
            assertProblem(one.post(ADMIN, BREAKERS + "/nobody/" + verb, "{\"reason\": \"x\"}"), 404, "not-found");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"reason\": \" \"}", "{\"reason\": \"x\", \"how\": \"now\"}", "{\"reason\": \"x\", \"for\": \"2h\"}"})
    void a_ruling_that_breaks_the_contract_is_refused(String body) {
        assertProblem(one.post(ADMIN, BREAKERS + "/" + account + "/force-open", body), 422, "invalid");
        assertThat(state(one)).isEqualTo("CLOSED");
    }

    @ParameterizedTest
    @CsvSource({"'\"for\": \"P8D\"', /for", "'\"for\": \"PT0S\"', /for", "'\"for\": \"PTPT\"', /for", "'\"until\": \"2020-01-01T00:00:00Z\"', /until",
        "'\"until\": \"2999-01-01T00:00:00Z\"', /until", "'\"for\": \"PT1H\", \"until\": \"2999-01-01T00:00:00Z\"', /for",
        "'\"for\": \"P99999999999999999999D\"', /for"})
    void an_end_that_makes_no_sense_is_refused(String end, String pointer) {
        Answer refused = rule(one, "force-open", ", " + end);
        assertProblem(refused, 422, "invalid");
        assertThat(refused.text("/errors/0/pointer")).isEqualTo(pointer);
        assertThat(state(one)).isEqualTo("CLOSED");
    }

    @Test
    void a_tenant_may_not_see_them() {
        assertProblem(one.get(Gateway.ACME, BREAKERS), 403, "scope-missing");
    }
}
