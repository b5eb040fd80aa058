package io.patchbay.gateway;

import static io.patchbay.testing.Gateway.ACME;
import static io.patchbay.testing.Gateway.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import io.patchbay.testing.ProviderCopy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** One clock wakes all nodes, and operators see what it wakes, pause it and resume it. */
@ExtendWith(OutputCaptureExtension.class)
class SchedulesTest {

    private static final String SETTLE_DUE = "/admin/v1/schedules/settle-due";
    private static final String PAUSE = "{\"reason\": \"Maintenance, ticket 4711\"}";
    private static final Party PARTY = Party.TELEGENT;

    @TempDir
    static Path workspace;

    @TempDir
    static Path elsewhere;

    static Gateway one;
    static Gateway two;
    static Rows rows;

    @BeforeAll
    static void start() {
        one = Gateway.start(workspace, settings("one"));
        two = one.second(elsewhere, settings("two"));
        rows = new Rows(one.database());
    }

    private static Map<String, String> settings(String node) {
        Map<String, String> settings = new HashMap<>(ProviderCopy.in(workspace, (name, sheet) -> ProviderCopy.impatient(sheet)));
        settings.put("patchbay.settling.every", "100");
        settings.put("patchbay.node", node);
        return settings;
    }

    @AfterAll
    static void stop() {
        two.close();
        one.close();
    }

    @AfterEach
    void resume() {
        one.post(ADMIN, SETTLE_DUE + "/resume", null);
    }

    private static JsonNode settleDue(Gateway node) {
        return node.get(ADMIN, SETTLE_DUE).json();
    }

    private static double woken(Gateway node, String result) {
        return node.application().getBean(MeterRegistry.class).counter("patchbay.schedule.runs", "name", "settle-due", "result", result).count();
    }

    private static double woken(Gateway node) {
        return node.application().getBean(MeterRegistry.class).find("patchbay.schedule.runs").tag("name", "settle-due").counters().stream()
                .filter(counter -> !"rung".equals(counter.getId().getTag("result"))).mapToDouble(Counter::count).sum();
    }

    private static double gauge(Gateway node, String metric) {
        return node.application().getBean(MeterRegistry.class).get(metric).tag("name", "settle-due").gauge().value();
    }

    private static Scheduler clock(Gateway node) {
        return node.application().getBean(Scheduler.class);
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.text("/code")).isEqualTo(code);
    }

    @Test
    void every_route_that_the_clock_wakes_is_listed_with_what_there_is_to_know() {
        await().untilAsserted(() -> assertThat(settleDue(one).path("lastRun").path("node").asText()).isIn("one", "two"));

        JsonNode items = one.get(ADMIN, "/admin/v1/schedules").json().path("items");

        assertThat(items.findValuesAsText("name")).contains("purge-events", "purge-idempotency-keys", "purge-operations", "settle-due").isSorted();
        JsonNode settling = settleDue(two);
        assertThat(settling.path("state").asText()).isEqualTo("RUNNING");
        assertThat(settling.path("every").asText()).isEqualTo("PT0.1S");
        assertThat(settling.path("description").asText()).startsWith("Takes up operations");
        assertThat(settling.path("backlog").isInt()).isTrue();
        JsonNode purge = one.get(ADMIN, "/admin/v1/schedules/purge-events").json();
        assertThat(purge.path("every").asText()).isEqualTo("0 20 * * * ?");
        assertThat(Instant.parse(purge.path("nextRun").asText())).isAfter(Instant.now());
        assertThat(purge.has("backlog")).isFalse();
    }

    @Test
    void what_one_node_pauses_no_node_does_until_it_is_resumed(CapturedOutput output) {
        Answer paused = one.post(ADMIN, SETTLE_DUE + "/pause", PAUSE);

        assertThat(paused.status()).as(paused.body()).isEqualTo(200);
        JsonNode seen = settleDue(two);
        assertThat(seen.path("state").asText()).isEqualTo("PAUSED");
        assertThat(seen.path("pausedBy").asText()).isEqualTo("demo");
        assertThat(seen.path("pausedReason").asText()).isEqualTo("Maintenance, ticket 4711");
        assertThat(seen.has("pausedAt")).isTrue();
        assertThat(seen.has("nextRun")).isFalse();
        assertThat(output).contains("settle-due was paused by administrator demo").doesNotContain("ticket 4711");
        one.faults("telegent", "[{\"match\": \"" + PARTY.createCall + "\", \"effect\": \"drop-after\", \"times\": 1}]");
        String operation = PARTY.create(one).text("/operationId");
        await().untilAsserted(() -> assertThat(settleDue(one).path("backlog").asInt()).isPositive());
        await().untilAsserted(() -> assertThat(settleDue(one).has("lag")).isTrue());
        assertThat(gauge(two, "patchbay.schedule.paused")).isOne();
        assertThat(gauge(two, "patchbay.schedule.backlog")).isNotNaN();
        assertThat(gauge(two, "patchbay.schedule.lag")).isNotNaN();
        JsonNode last = settleDue(one).path("lastRun");
        double before = woken(one, "paused") + woken(two, "paused");
        await().until(() -> woken(one, "paused") + woken(two, "paused") > before + 3);
        assertThat(settleDue(one).path("lastRun")).isEqualTo(last);
        assertThat(rows.texts("select state from operation where operation_id = ?", operation)).containsExactly("UNKNOWN");

        Answer resumed = two.post(ADMIN, SETTLE_DUE + "/resume", "{\"reason\": \"It is over\"}");

        assertThat(resumed.text("/state")).isEqualTo("RUNNING");
        assertThat(resumed.text("/resumedReason")).isEqualTo("It is over");
        assertThat(resumed.text("/resumedBy")).isEqualTo("demo");
        assertThat(resumed.json().has("pausedBy")).isFalse();
        assertThat(output).contains("settle-due was resumed by administrator demo");
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() ->
                assertThat(rows.texts("select state from operation where operation_id = ?", operation)).containsExactly("SUCCEEDED"));
        assertThat(gauge(one, "patchbay.schedule.paused")).isZero();
    }

    @Test
    void pausing_what_is_paused_keeps_the_first_reason_and_resuming_what_runs_changes_nothing() {
        one.post(ADMIN, SETTLE_DUE + "/pause", PAUSE);

        assertThat(two.post(ADMIN, SETTLE_DUE + "/pause", "{\"reason\": \"Another\"}").text("/pausedReason")).isEqualTo("Maintenance, ticket 4711");

        one.post(ADMIN, SETTLE_DUE + "/resume", "{\"reason\": \"First\"}");
        assertThat(two.post(ADMIN, SETTLE_DUE + "/resume", null).text("/resumedReason")).isEqualTo("First");
    }

    @Test
    void a_schedule_that_does_not_exist_is_not_found() {
        assertProblem(one.get(ADMIN, "/admin/v1/schedules/no-such"), 404, "not-found");
        assertProblem(one.post(ADMIN, "/admin/v1/schedules/no-such/pause", PAUSE), 404, "not-found");
        assertProblem(one.post(ADMIN, "/admin/v1/schedules/withdraw-orders/resume", null), 404, "not-found");
        assertThat(rows.texts("select name from wake_up where name = 'no-such'")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"reason\": \" \"}", "{\"reason\": 1}"})
    void nothing_is_paused_without_a_reason(String body) {
        Answer refused = one.post(ADMIN, SETTLE_DUE + "/pause", body);

        assertProblem(refused, 422, "invalid");
        assertThat(refused.text("/errors/0/pointer")).isEqualTo("/reason");
        assertThat(settleDue(one).path("state").asText()).isEqualTo("RUNNING");
    }

    @Test
    void a_tenant_neither_sees_nor_pauses_what_happens_by_the_clock() {
        assertProblem(one.get(ACME, "/admin/v1/schedules"), 403, "scope-missing");
        assertProblem(one.post(ACME, SETTLE_DUE + "/pause", PAUSE), 403, "scope-missing");
    }

    @Test
    void work_that_fails_is_woken_again_and_the_fault_is_forgotten_once_it_succeeds(CapturedOutput output) {
        rows.execute("alter table operation rename to operation_away");
        try {
            await().untilAsserted(() -> assertThat(rows.texts("select last_fault from wake_up where name = 'settle-due'").getFirst())
                    .endsWith("BadSqlGrammarException"));
            double failed = woken(one, "failed") + woken(two, "failed");
            await().until(() -> woken(one, "failed") + woken(two, "failed") > failed);
        } finally {
            rows.execute("alter table operation_away rename to operation");
        }
        assertThat(output).contains("What settle-due was woken for could not be done").doesNotContain("the request was refused");
        await().untilAsserted(() -> assertThat(settleDue(one).path("lastRun").path("found").isInt()).isTrue());
        assertThat(settleDue(one).path("lastRun").has("fault")).isFalse();
    }

    @Test
    void the_node_that_the_clock_woke_rings_the_other_one_and_that_takes_what_is_due() throws SchedulerException {
        clock(two).standby();
        one.application().getBean(CircuitBreakerRegistry.class).getAllCircuitBreakers().forEach(CircuitBreaker::transitionToForcedOpenState);
        try {
            two.faults("telegent", "[{\"match\": \"" + PARTY.createCall + "\", \"effect\": \"drop-after\", \"times\": 1}]");
            String operation = PARTY.create(two).text("/operationId");

            await().atMost(Duration.ofSeconds(20)).untilAsserted(() ->
                    assertThat(rows.texts("select state from operation where operation_id = ?", operation)).containsExactly("SUCCEEDED"));

            assertThat(woken(two, "rung")).isPositive();
        } finally {
            one.closeBreakers();
            clock(two).start();
        }
    }

    @Test
    void each_wake_up_wakes_one_node_once_and_after_one_has_gone_the_other_is_woken_alone(@TempDir Path first, @TempDir Path second) throws SchedulerException {
        try (Gateway a = Gateway.start(first, settings("a"))) {
            try (Gateway b = a.second(second, settings("b"))) {
                await().until(() -> woken(a) + woken(b) > 20);
                clock(a).standby();
                clock(b).standby();
                Rows there = new Rows(a.database());
                await().until(() -> there.texts("select entry_id from qrtz_fired_triggers where state = 'EXECUTING'").isEmpty());

                double woken = woken(a) + woken(b);
                assertThat(woken).isEqualTo(Double.parseDouble(
                        there.texts("select times_triggered from qrtz_simple_triggers where trigger_name = 'settle-due'").getFirst()));
                clock(a).start();
                clock(b).start();
                await().until(() -> woken(a) + woken(b) > woken + 5);
            }
            double before = woken(a, "done");
            await().atMost(Duration.ofSeconds(20)).until(() -> woken(a, "done") > before + 5);
            assertThat(settleDue(a).path("lastRun").path("node").asText()).isEqualTo("a");
        }
    }

    @Test
    void a_pause_outlives_a_restart_and_an_interval_that_was_changed_holds_after_it(@TempDir Path first, @TempDir Path second) {
        Gateway before = Gateway.start(first, settings("before"));
        before.post(ADMIN, SETTLE_DUE + "/pause", PAUSE);

        try (Gateway after = before.restarted(second)) {
            JsonNode paused = settleDue(after);
            assertThat(paused.path("state").asText()).isEqualTo("PAUSED");
            assertThat(paused.path("pausedReason").asText()).isEqualTo("Maintenance, ticket 4711");
            assertThat(paused.path("every").asText()).isEqualTo("PT1H");
            assertThat(after.post(ADMIN, SETTLE_DUE + "/resume", null).text("/state")).isEqualTo("RUNNING");
        }
    }
}
