package io.patchbay.gateway;

import static io.patchbay.testing.Gateway.ACME;
import static io.patchbay.testing.Gateway.ADMIN;
import static io.patchbay.testing.Gateway.GLOBEX;
import static io.patchbay.testing.Gateway.READ_ONLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.patchbay.limit.RateLimits;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What will be late is known before it is. Connect takes 60 requests a minute here, at most two of them for an order; two minutes late is late. */
@ExtendWith(OutputCaptureExtension.class)
class ForecastTest {

    private static final String ACCOUNT = "acme-connect";
    private static final Duration WINDOW = Duration.ofMinutes(2);
    private static final double PACE = RateLimits.steady(60) / 2;
    private static final int IN_TIME = (int) (PACE * WINDOW.toMinutes());

    @TempDir
    static Path workspace;

    static Gateway gateway;
    static Rows rows;

    @BeforeAll
    static void start() throws SchedulerException {
        gateway = Gateway.start(workspace, Map.of("patchbay.schedule.window", "2m"), ForecastTest::limited);
        rows = new Rows(gateway.database());
        Scheduler quartz = gateway.application().getBean(Scheduler.class);
        quartz.standby();
        await().until(() -> quartz.getCurrentlyExecutingJobs().isEmpty());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void fresh() {
        gateway.reset();
        rows.execute("delete from event; delete from due_work; delete from subscription; delete from operation");
    }

    private static void limited(Path configuration) {
        Path accounts = configuration.resolve("accounts.yaml");
        try {
            Files.writeString(accounts, Files.readString(accounts).replace("requestsPerMinute: 0", "requestsPerMinute: 100")
                    .replace("    provider: connect\n", "    provider: connect\n    limits: {requestsPerMinute: 60}\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Instant in(Duration time) {
        return gateway.application().getBean(Clock.class).instant().truncatedTo(ChronoUnit.SECONDS).plus(time);
    }

    /** A subscription that is held here until its date. */
    private static String scheduled(Instant at) {
        Answer made = gateway.post(ACME, "/v1/subscriptions", """
                {"productOfferingId": "mobile-10gb", "customerId": "c", "subscriber": {"name": "Ada Example", "email": "ada@example.com"},
                 "activation": {"at": "%s"}}""".formatted(at));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.text("/subscriptionId");
    }

    /** Many of them, all for the same moment. */
    private static void scheduled(int orders, Instant at) {
        String one = scheduled(in(Duration.ofDays(300)));
        rows.execute("""
                update subscription set scheduled_at = '%2$s' where subscription_id = '%1$s';
                update due_work set due_at = '%2$s', try_at = '%2$s' where subscription_id = '%1$s';
                insert into subscription select (jsonb_populate_record(like_this, jsonb_build_object('subscription_id', 'sub_fff' || lpad(to_hex(n), 29, '0')))).*
                  from subscription like_this, generate_series(1, %3$d) n where subscription_id = '%1$s';
                insert into due_work (subscription_id, kind, tenant, account, due_at, try_at)
                  select subscription_id, 'ACTIVATE', tenant, account, scheduled_at, scheduled_at from subscription where subscription_id like 'sub_fff%%'""".formatted(
                one, at, orders - 1));
    }

    private static void watch() {
        gateway.application().getBean(ProducerTemplate.class).sendBody("bean:forecastWatch?method=watch", null);
    }

    private static JsonNode forecast(String key) {
        Answer answer = gateway.get(key, key.equals(ADMIN) ? "/admin/v1/schedules/forecast" : "/v1/schedules/forecast");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static JsonNode account(JsonNode forecast, String name) {
        return StreamSupport.stream(forecast.path("accounts").spliterator(), false).filter(account -> account.path("account").asText().equals(name)).findFirst()
                .orElseThrow();
    }

    private static List<String> flags() {
        return rows.texts("select jeopardy from due_work where jeopardy is not null");
    }

    private static JsonNode told() {
        rows.execute("update event set at = at - interval '1 minute'");
        return gateway.get(ACME, "/v1/events?limit=200").json().path("items");
    }

    private static double counted(String state) {
        return gateway.application().getBean(MeterRegistry.class).counter("patchbay.schedule.jeopardy", "account", ACCOUNT, "state", state).count();
    }

    private static void breaker(boolean open) {
        var breaker = gateway.application().getBean(CircuitBreakerRegistry.class).circuitBreaker(ACCOUNT);
        if (open) {
            breaker.transitionToForcedOpenState();
        } else {
            breaker.reset();
        }
    }

    private static List<String> notices(String subscription) {
        return gateway.get(ACME, "/v1/subscriptions/" + subscription).json().path("notices").findValuesAsText("code");
    }

    @Test
    void nothing_scheduled_is_on_time() {
        assertThat(forecast(ACME).path("accounts")).isEmpty();
        assertThat(forecast(ACME).path("window").asText()).isEqualTo("PT2M");
        assertThat(account(forecast(ADMIN), ACCOUNT).path("state").asText()).isEqualTo("ON_TIME");
    }

    @Test
    void more_than_the_provider_takes_in_the_window_is_foreseen() {
        Instant due = in(Duration.ofMinutes(30));
        scheduled(IN_TIME + 120, due);

        JsonNode seen = forecast(READ_ONLY);
        JsonNode account = account(seen, ACCOUNT);
        assertThat(account.path("state").asText()).isEqualTo("BEHIND");
        assertThat(account.path("provider").asText()).isEqualTo("connect");
        assertThat(account.path("scheduled").asInt()).isEqualTo(IN_TIME + 120);
        assertThat(account.path("overdue").asInt()).isZero();
        assertThat(account.path("pacePerMinute").asDouble()).isCloseTo(PACE, within(0.05));
        assertThat(account.path("willMiss").asInt()).isEqualTo(120);
        assertThat(account.path("missed").asInt()).isZero();
        assertThat(Duration.between(due, Instant.parse(account.path("expectedFinish").asText())).toMillis() / 60_000.0).isCloseTo((IN_TIME + 120) / PACE, within(0.001));
        assertThat(seen.path("orders")).hasSize(100);
        assertThat(seen.path("moreOrders").asBoolean()).isTrue();
        JsonNode first = seen.at("/orders/0");
        assertThat(first.path("jeopardy").asText()).isEqualTo("AT_RISK");
        assertThat(first.path("kind").asText()).isEqualTo("activate");
        assertThat(Instant.parse(first.path("dueAt").asText())).isEqualTo(due);
        assertThat(Instant.parse(first.path("expectedAt").asText())).isAfter(due.plus(WINDOW));
        assertThat(flags()).as("asking changes nothing").isEmpty();
    }

    @Test
    void what_will_be_late_is_flagged_counted_and_told_once(CapturedOutput output) {
        scheduled(IN_TIME + 30, in(Duration.ofMinutes(30)));
        double before = counted("AT_RISK");
        watch();
        watch();

        assertThat(flags()).hasSize(30).containsOnly("AT_RISK");
        assertThat(counted("AT_RISK")).isEqualTo(before + 30);
        JsonNode told = told();
        assertThat(told).hasSize(30).allSatisfy(event -> assertThat(event.path("type").asText()).isEqualTo("schedule.at-risk"));
        assertThat(told.findValuesAsText("subscriptionId")).doesNotHaveDuplicates();
        assertThat(told.at("/0/data/kind").asText()).isEqualTo("activate");
        assertThat(told.at("/0/data/window").asText()).isEqualTo("PT2M");
        assertThat(told.at("/0/data/expectedAt").asText()).isNotEmpty();
        assertThat(told.toString()).doesNotContain("Ada", "example.com");
        assertThat(output.toString().split("Orders of account " + ACCOUNT + " are in jeopardy: 30 will miss", -1)).as("said once").hasSize(2);
    }

    @Test
    void more_orders_than_fit_a_batch_are_each_told_once() {
        scheduled(IN_TIME + 4_500, in(Duration.ofMinutes(30)));
        watch();
        watch();

        assertThat(flags()).hasSize(4_500);
        assertThat(rows.count("event")).isEqualTo(4_500);
        assertThat(rows.texts("select distinct subscription_id from event")).hasSize(4_500);
    }

    @Test
    void whoever_reads_the_subscription_is_told() {
        Instant due = in(Duration.ofMinutes(30));
        scheduled(IN_TIME + 1, due);
        watch();
        String late = rows.texts("select subscription_id from due_work where jeopardy is not null").getFirst();
        String onTime = rows.texts("select subscription_id from due_work where jeopardy is null").getFirst();

        assertThat(notices(late)).containsExactly("schedule-at-risk");
        assertThat(gateway.get(ACME, "/v1/subscriptions/" + late).text("/notices/0/message")).contains(due.toString(), due.plus(WINDOW).toString(), "expected at");
        assertThat(notices(onTime)).isEmpty();
    }

    @Test
    void an_order_that_was_not_carried_out_in_time_is_missed_and_still_expected(CapturedOutput output) {
        String id = scheduled(in(Duration.ofDays(1)));
        rows.execute("update due_work set due_at = due_at - interval '25 hours', try_at = try_at - interval '25 hours'");
        watch();

        assertThat(flags()).containsExactly("MISSED");
        assertThat(told()).singleElement().satisfies(event -> assertThat(event.path("type").asText()).isEqualTo("schedule.missed"));
        assertThat(notices(id)).containsExactly("schedule-missed");
        JsonNode account = account(forecast(ACME), ACCOUNT);
        assertThat(account.path("missed").asInt()).isOne();
        assertThat(account.path("overdue").asInt()).isOne();
        assertThat(account.path("lagSeconds").asInt()).isBetween(3_500, 3_700);
        assertThat(output).contains("1 have missed it");
    }

    @Test
    void an_order_at_risk_that_is_then_missed_is_told_again() {
        scheduled(1, in(Duration.ofMinutes(-1)));
        breaker(true);
        watch();
        rows.execute("update due_work set due_at = due_at - interval '5 minutes'");
        watch();

        assertThat(told().findValuesAsText("type")).containsExactly("schedule.at-risk", "schedule.missed");
    }

    @Test
    void an_account_that_carries_out_nothing_is_stopped_and_what_is_due_soon_is_at_risk_until_it_goes_on(CapturedOutput output) {
        scheduled(3, in(Duration.ofMinutes(1)));
        String later = scheduled(in(Duration.ofMinutes(10)));
        breaker(true);

        JsonNode account = account(forecast(ACME), ACCOUNT);
        assertThat(account.path("state").asText()).isEqualTo("STOPPED");
        assertThat(account.has("expectedFinish")).isFalse();
        assertThat(account.has("pacePerMinute")).isFalse();
        assertThat(account.path("willMiss").asInt()).isEqualTo(3);
        assertThat(forecast(ACME).path("orders")).hasSize(3).allSatisfy(order -> assertThat(order.has("expectedAt")).isFalse());
        watch();
        assertThat(flags()).hasSize(3);
        assertThat(notices(later)).isEmpty();
        assertThat(told().at("/0/data").has("expectedAt")).isFalse();
        assertThat(output).contains("Nothing is carried out there because its circuit breaker is open");
        String soon = rows.texts("select subscription_id from due_work where jeopardy is not null").getFirst();
        assertThat(gateway.get(ACME, "/v1/subscriptions/" + soon).text("/notices/0/message")).contains("nothing is sent to its provider");

        breaker(false);
        watch();
        assertThat(flags()).isEmpty();
        assertThat(rows.texts("select 1 from due_work where expected_at is not null")).isEmpty();
        assertThat(notices(soon)).isEmpty();
        assertThat(account(forecast(ACME), ACCOUNT).path("state").asText()).isEqualTo("ON_TIME");
    }

    @Test
    void an_account_that_nobody_knows_any_more_is_stopped() {
        scheduled(1, in(Duration.ofMinutes(1)));
        rows.execute("update due_work set account = 'gone'");

        JsonNode account = account(forecast(ACME), "gone");
        assertThat(account.path("state").asText()).isEqualTo("STOPPED");
        assertThat(account.has("provider")).isFalse();
        assertThat(account(forecast(ADMIN), "gone").path("willMiss").asInt()).isOne();
    }

    @Test
    void a_tenant_sees_its_own_only_and_waits_for_the_others() {
        Instant due = in(Duration.ofMinutes(30));
        scheduled(IN_TIME + 20, due);
        rows.execute("update due_work set tenant = 'globex' where subscription_id <> (select max(subscription_id) from due_work)");
        JsonNode acme = forecast(ACME);
        JsonNode globex = forecast(GLOBEX);
        JsonNode all = forecast(ADMIN);

        assertThat(account(acme, ACCOUNT).path("scheduled").asInt()).isOne();
        assertThat(account(globex, ACCOUNT).path("scheduled").asInt()).isEqualTo(IN_TIME + 19);
        assertThat(account(all, ACCOUNT).path("scheduled").asInt()).isEqualTo(IN_TIME + 20);
        assertThat(account(acme, ACCOUNT).path("willMiss").asInt()).isOne();
        assertThat(account(globex, ACCOUNT).path("willMiss").asInt()).isEqualTo(19);
        assertThat(account(all, ACCOUNT).path("willMiss").asInt()).isEqualTo(20);
        assertThat(account(acme, ACCOUNT).path("expectedFinish")).isEqualTo(account(all, ACCOUNT).path("expectedFinish"));
        assertThat(acme.path("orders")).hasSize(1);
        assertThat(globex.path("orders")).hasSize(19);
        assertThat(globex.path("orders").findValuesAsText("tenant")).isEmpty();
        assertThat(all.path("orders").findValuesAsText("tenant")).contains("globex").hasSize(20);
        assertThat(forecast(Gateway.INITECH).path("accounts")).isEmpty();
        watch();
        assertThat(told().findValuesAsText("subscriptionId")).isEqualTo(acme.path("orders").findValuesAsText("subscriptionId"));
    }

    @Test
    void operators_narrow_it_to_an_account_or_a_tenant_and_nobody_else_may_ask() {
        scheduled(2, in(Duration.ofMinutes(30)));
        String path = "/admin/v1/schedules/forecast";

        assertThat(gateway.get(ADMIN, path).json().path("accounts")).hasSize(3);
        assertThat(gateway.get(ADMIN, path + "?account=" + ACCOUNT).json().path("accounts")).singleElement()
                .satisfies(account -> assertThat(account.path("scheduled").asInt()).isEqualTo(2));
        assertThat(gateway.get(ADMIN, path + "?account=none").json().path("accounts")).isEmpty();
        assertThat(gateway.get(ADMIN, path + "?tenant=acme").json().path("accounts")).hasSize(1);
        assertThat(gateway.get(ADMIN, path + "?tenant=globex").json().path("accounts")).isEmpty();
        assertThat(gateway.get(ADMIN, path + "?status=x").status()).isEqualTo(422);
        assertThat(gateway.get(ACME, path).status()).isEqualTo(403);
        assertThat(gateway.get(ADMIN, "/v1/schedules/forecast").status()).isEqualTo(403);
    }

    @Test
    void an_end_is_an_order_too() {
        String id = Party.CONNECT.created(gateway);
        Instant due = in(Duration.ofMinutes(1));
        rows.execute("update subscription set ends_at = '%2$s'; insert into due_work (subscription_id, kind, tenant, account, due_at, try_at) values ('%1$s', 'END', 'acme', '%3$s', '%2$s', '%2$s')"
                .formatted(id, due, ACCOUNT));
        breaker(true);
        watch();

        assertThat(forecast(ACME).at("/orders/0/kind").asText()).isEqualTo("end");
        assertThat(gateway.get(ACME, "/v1/subscriptions/" + id).text("/notices/0/message")).startsWith("The end due at");
    }

    @Test
    void a_subscription_that_is_only_looked_after_is_promised_nothing() {
        scheduled(1, in(Duration.ofMinutes(1)));
        rows.execute("update due_work set kind = 'LOOK'");
        breaker(true);
        watch();

        assertThat(flags()).isEmpty();
        assertThat(forecast(ACME).path("accounts")).isEmpty();
    }

    @Test
    void the_pace_is_that_of_the_last_orders() {
        String telegent = "globex-telegent";
        assertThat(account(forecast(ADMIN), telegent).path("pacePerMinute").asDouble()).as("five calls in the sheet, and a token")
                .isCloseTo(RateLimits.steady(100) / 6, within(0.05));
        Party.TELEGENT.created(gateway);
        int requests = rows.texts("select number from attempt where phase <> 'NEVER_SENT'").size();

        assertThat(requests).isBetween(1, 4);
        assertThat(account(forecast(ADMIN), telegent).path("pacePerMinute").asDouble()).isCloseTo(RateLimits.steady(100) / (requests + 1), within(0.05));
    }

    @Test
    void a_flag_is_not_there_without_its_event() {
        scheduled(1, in(Duration.ofMinutes(1)));
        breaker(true);
        rows.execute("create function no() returns trigger language plpgsql as 'begin raise exception ''no''; end'; "
                + "create trigger refusing before insert on event for each row execute function no()");
        try {
            assertThatThrownBy(ForecastTest::watch).isInstanceOf(CamelExecutionException.class);
        } finally {
            rows.execute("drop trigger refusing on event; drop function no()");
        }
        assertThat(flags()).isEmpty();

        watch();
        assertThat(flags()).hasSize(1);
        assertThat(rows.count("event")).isOne();
    }

    @Test
    void nobody_waits_for_an_order_that_is_just_being_changed() throws SQLException {
        scheduled(3, in(Duration.ofMinutes(1)));
        breaker(true);
        try (Connection busy = gateway.database().dataSource().getConnection()) {
            busy.setAutoCommit(false);
            busy.createStatement().execute("select * from due_work limit 1 for update");
            watch();
            assertThat(flags()).hasSize(2);
            busy.rollback();
        }
        watch();
        assertThat(flags()).hasSize(3);
        assertThat(rows.count("event")).isEqualTo(3);
    }

    @Test
    void operators_see_how_many_there_are() {
        scheduled(2, in(Duration.ofMinutes(1)));
        breaker(true);
        watch();

        await().untilAsserted(() -> {
            JsonNode health = Gateway.raw(gateway.managementPort(), null, "GET", "/actuator/health/jeopardy", null).json();
            assertThat(health.path("status").asText()).isEqualTo("UP");
            assertThat(health.at("/details/atRisk").asInt()).isEqualTo(2);
            assertThat(health.at("/details/missed").asInt()).isZero();
        });
        assertThat(gateway.application().getBean(MeterRegistry.class).get("patchbay.schedule.in.jeopardy").tag("state", "AT_RISK").gauge().value()).isEqualTo(2);
    }
}
