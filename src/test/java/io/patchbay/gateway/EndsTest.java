package io.patchbay.gateway;

import static io.patchbay.testing.Gateway.ACME;
import static io.patchbay.testing.Gateway.GLOBEX;
import static io.patchbay.testing.Gateway.INITECH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The end of a subscription, where its provider does not keep one: {@code activation.until}, and the date of a cancellation. */
class EndsTest {

    private static final String CREATE = "/v1/subscriptions";
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final Instant TOMORROW = NOW.plus(Duration.ofDays(1));
    private static final Instant NEXT_WEEK = NOW.plus(Duration.ofDays(7));
    private static final Instant NEXT_MONTH = NOW.plus(Duration.ofDays(30));
    private static final LocalDate DAY = LocalDate.now(ZoneOffset.UTC).plusDays(40);
    /** How long before an end Connect is told. */
    private static final Duration AHEAD = Duration.ofHours(36);

    /** Nobody listens on the port of the dead accounts. */
    private static final String ACCOUNTS = """
              dead-connect:
                {provider: connect, title: Dead, baseUrl: "http://localhost:1", sandbox: true, credentials: {apiKey: "file:secrets/connect-api-key"}}
              dead-tellisim:
                {provider: tellisim, title: Dead, baseUrl: "http://localhost:1", sandbox: true, credentials: {apiKey: "file:secrets/tellisim-key"}}
              acme-telegent:
                provider: telegent
                title: Acme at Telegent
                baseUrl: %s
                sandbox: true
                credentials: {accountKey: "file:secrets/telegent-account-key", accountSecret: "file:secrets/telegent-account-secret"}
                settings: {accountId: AID-ceb82085-2725-45a1-bd5e-526ed19799d7}
            """;
    private static final String RULES = """
            routes:
              - {id: telegent, tenant: acme, when: '.metadata.route == "telegent"', targets: [{account: dead-connect, weight: 1}], failover: [acme-telegent]}
              - {id: connect, tenant: acme, when: '.metadata.route == "connect"', targets: [{account: dead-tellisim, weight: 1}], failover: [acme-connect]}
            """;

    @TempDir
    static Path workspace;

    static Gateway gateway;
    static Rows rows;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(workspace, Map.of(), EndsTest::routed);
        rows = new Rows(gateway.database());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void fresh() {
        gateway.reset();
    }

    private static void routed(Path configuration) {
        try {
            Path accounts = configuration.resolve("accounts.yaml");
            String known = Files.readString(accounts);
            Files.writeString(accounts, known + ACCOUNTS.formatted(known.replaceAll("(?s).*Telegent \\(simulated\\)\\s+baseUrl: (\\S+).*", "$1")));
            Path routing = configuration.resolve("routing.yaml");
            Files.writeString(routing, Files.readString(routing).replace("routes:\n", RULES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void an_end_that_the_provider_does_not_keep_is_kept_here_and_not_sent() {
        Answer made = created(GLOBEX, until(NEXT_MONTH));

        assertThat(made.text("/expiresAt")).isEqualTo(NEXT_MONTH.toString());
        assertThat(made.text("/pendingStatus/status")).isEqualTo("CANCELLED");
        assertThat(made.text("/pendingStatus/scheduledAt")).isEqualTo(NEXT_MONTH.toString());
        assertThat(gateway.get(GLOBEX, path(made)).json()).isEqualTo(made.json());
        assertThat(ends(made)).containsExactly(NEXT_MONTH);
        assertThat(Arrived.at(gateway, "telegent").bodies().toString().toLowerCase()).doesNotContain("until", day(NEXT_MONTH));
    }

    @Test
    void a_provider_that_ends_by_the_day_is_to_be_told_before() {
        Answer made = created(ACME, until(NEXT_MONTH));

        assertThat(made.text("/pendingStatus/status")).as("first things first").isEqualTo("ACTIVATED");
        assertThat(made.text("/expiresAt")).isEqualTo(NEXT_MONTH.toString());
        assertThat(notices(made)).contains("rounded /activation/until");
        assertThat(ends(made)).containsExactly(NEXT_MONTH.minus(AHEAD));
        assertThat(Arrived.at(gateway, "connect").bodies().toString()).doesNotContain("until", day(NEXT_MONTH));

        gateway.control("POST", "/clock", "{\"advance\": \"PT1H\"}");
        Answer active = gateway.get(ACME, path(made) + "?refresh=true");
        assertThat(active.text("/status")).isEqualTo("ACTIVATED");
        assertThat(active.text("/pendingStatus/status")).isEqualTo("CANCELLED");
        assertThat(active.text("/pendingStatus/scheduledAt")).isEqualTo(NEXT_MONTH.toString());
        assertThat(ends(made)).containsExactly(NEXT_MONTH.minus(AHEAD));
    }

    @Test
    void an_end_that_the_provider_keeps_is_its_own() {
        Answer made = created(INITECH, until(NEXT_MONTH));

        assertThat(Arrived.at(gateway, "tellisim").to("POST", "/v3/subscription").body().at("/active_period/end").asText()).startsWith(day(NEXT_MONTH));
        assertThat(made.json().path("pendingStatus").path("status").asText()).isNotEqualTo("CANCELLED");
        assertThat(ends(made)).isEmpty();
        assertThat(kept(made)).containsOnlyNulls();
    }

    @ParameterizedTest
    @CsvSource({GLOBEX + ",PT0S", ACME + ",PT36H"})
    void the_end_of_a_held_activation_is_moved_and_dropped_with_it(String key, Duration ahead) {
        Answer held = created(key, times(TOMORROW, NEXT_WEEK));
        assertThat(held.text("/pendingStatus/status")).isEqualTo("ACTIVATED");
        assertThat(held.text("/expiresAt")).isEqualTo(NEXT_WEEK.toString());
        assertThat(ends(held)).as("nobody has to be told yet").containsExactly(NEXT_WEEK);

        assertThat(move(key, held, times(TOMORROW, NEXT_MONTH)).text("/expiresAt")).isEqualTo(NEXT_MONTH.toString());
        assertThat(ends(held)).containsExactly(NEXT_MONTH);
        assertThat(move(key, held, "{\"at\": \"" + NEXT_WEEK + "\"}").json().has("expiresAt")).isFalse();
        assertThat(ends(held)).isEmpty();
        move(key, held, times(TOMORROW, NEXT_MONTH));

        Answer shell = gateway.send(key, "DELETE", path(held) + "/activation", null);
        assertThat(shell.text("/status")).isEqualTo("PENDING");
        assertThat(shell.json().has("expiresAt")).isFalse();
        assertThat(ends(held)).isEmpty();

        Answer active = gateway.post(key, path(held) + "/activate", "{}");
        assertThat(active.status()).as(active.body()).isEqualTo(200);
        assertThat(active.json().has("expiresAt")).isFalse();
        assertThat(ends(held)).as("its end was dropped with its beginning").isEmpty();
    }

    @Test
    void one_that_is_only_held_here_owes_no_end_when_it_is_cancelled() {
        Answer held = created(GLOBEX, times(TOMORROW, NEXT_WEEK));

        Answer cancelled = cancel(GLOBEX, held, "{}");

        assertThat(cancelled.text("/status")).isEqualTo("CANCELLED");
        assertThat(cancelled.json().has("expiresAt")).isFalse();
        assertThat(ends(held)).isEmpty();
    }

    @Test
    void a_shell_gets_its_end_with_its_activation() {
        Answer here = created(GLOBEX, null);
        Answer there = created(ACME, null);
        Answer later = created(ACME, null);

        gateway.post(GLOBEX, path(here) + "/activate", until(NEXT_MONTH));
        Answer active = gateway.post(ACME, path(there) + "/activate", until(NEXT_MONTH));
        gateway.post(ACME, path(later) + "/activate", times(TOMORROW, NEXT_MONTH));

        assertThat(notices(active)).contains("rounded /until");
        assertThat(Arrived.at(gateway, "connect").bodies().toString()).doesNotContain("until");
        assertThat(ends(here)).containsExactly(NEXT_MONTH);
        assertThat(ends(there)).containsExactly(NEXT_MONTH.minus(AHEAD));
        assertThat(ends(later)).as("the shell is there, but its activation is held here").containsExactly(NEXT_MONTH);
    }

    @ParameterizedTest
    @CsvSource({"true,POST /subscriptions", "false,POST /subscriptions/{id}/activate"})
    void an_order_whose_answer_was_lost_ends_with_the_same_end(boolean creates, String call) {
        Answer shell = creates ? null : created(ACME, null);
        gateway.faults("connect", "[{\"match\": \"%s\", \"effect\": \"drop-after\", \"times\": 1}]".formatted(call));

        Answer lost = creates ? create(ACME, until(NEXT_MONTH), "") : gateway.post(ACME, path(shell) + "/activate", until(NEXT_MONTH));
        assertThat(lost.status()).as(lost.body()).isEqualTo(202);

        await().atMost(Duration.ofSeconds(20)).until(() ->
                gateway.get(ACME, "/v1/operations/" + lost.text("/operationId")).text("/state").equals("SUCCEEDED"));
        assertThat(gateway.get(ACME, path(lost)).text("/expiresAt")).isEqualTo(NEXT_MONTH.toString());
        assertThat(ends(lost)).containsExactly(NEXT_MONTH.minus(AHEAD));
    }

    @Test
    void a_person_who_finds_it_made_leaves_it_its_end() {
        gateway.faults("telegent", "[{\"match\": \"POST /v1.0/subscriptions\", \"effect\": \"drop-after\", \"times\": 1}]");
        Answer lost = create(GLOBEX, until(NEXT_MONTH), "");
        String operation = lost.text("/operationId");
        rows.execute("update operation set state = 'NEEDS_ATTENTION', due_at = null, lease_until = null, fence = fence + 1 where operation_id = '" + operation + "'");

        Answer settled = gateway.post(Gateway.ADMIN, "/admin/v1/operations/" + operation + "/settle",
                "{\"outcome\": \"succeeded\", \"reason\": \"Seen there\", \"subscription\": {\"providerSubscriptionId\": \"SUB-" + operation + "\"}}");

        assertThat(settled.status()).as(settled.body()).isEqualTo(200);
        assertThat(ends(lost)).containsExactly(NEXT_MONTH);
    }

    @Test
    void a_create_that_was_refused_owes_no_end() {
        gateway.faults("telegent", "[{\"match\": \"POST /v1.0/subscriptions\", \"effect\": \"status:422-before\", \"times\": 1}]");

        Answer refused = create(GLOBEX, until(NEXT_MONTH), ", \"referenceId\": \"refused-end\"");

        assertThat(refused.status()).as(refused.body()).isEqualTo(422);
        assertThat(rows.texts("select kind from due_work join subscription using (subscription_id) where reference_id = 'refused-end'")).isEmpty();
        assertThat(rows.texts("select ends_at from subscription where reference_id = 'refused-end'")).containsExactly((String) null);
    }

    @ParameterizedTest
    @CsvSource({"telegent,PT0S", "connect,PT36H"})
    void who_carries_an_order_in_the_end_decides_who_ends_it(String provider, Duration ahead) {
        Answer made = create(ACME, until(NEXT_MONTH), ", \"metadata\": {\"route\": \"" + provider + "\"}");

        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.text("/provider/name")).isEqualTo(provider);
        assertThat(notices(made).contains("rounded /activation/until")).isEqualTo(provider.equals("connect"));
        assertThat(Arrived.at(gateway, provider).bodies().toString().toLowerCase()).doesNotContain("until", day(NEXT_MONTH));
        assertThat(ends(made)).containsExactly(NEXT_MONTH.minus(ahead));
        assertThat(rows.texts("select account from due_work where kind = 'END' and subscription_id = ?", made.text("/subscriptionId")))
                .containsExactly("acme-" + provider);
    }

    @ParameterizedTest
    @CsvSource({GLOBEX + ",telegent", INITECH + ",tellisim"})
    void a_cancellation_for_later_is_kept_where_the_provider_knows_no_dates(String key, String provider) {
        Answer made = created(key, "{\"sim\": {\"esim\": true}}");
        int changes = Arrived.at(gateway, provider).changing().count();

        Answer planned = cancel(key, made, "{\"at\": \"" + NEXT_WEEK + "\", \"comment\": \"moves\"}");

        assertThat(planned.status()).as(planned.body()).isEqualTo(200);
        assertThat(planned.text("/status")).isEqualTo(made.text("/status"));
        assertThat(planned.text("/pendingStatus/status")).isEqualTo("CANCELLED");
        assertThat(planned.text("/pendingStatus/scheduledAt")).isEqualTo(NEXT_WEEK.toString());
        assertThat(planned.text("/expiresAt")).isEqualTo(NEXT_WEEK.toString());
        assertThat(notices(planned)).as("what will be lost then is said now").contains("not-carried /comment");
        JsonNode operation = gateway.get(key, "/v1/operations/" + planned.text("/operationId")).json();
        assertThat(operation.path("kind").asText()).isEqualTo("cancel");
        assertThat(operation.path("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(ends(made)).containsExactly(NEXT_WEEK);

        assertThat(cancel(key, made, "{\"at\": \"" + NEXT_MONTH + "\"}").text("/pendingStatus/scheduledAt")).isEqualTo(NEXT_MONTH.toString());
        assertThat(ends(made)).containsExactly(NEXT_MONTH);
        assertThat(Arrived.at(gateway, provider).changing().count()).isEqualTo(changes);

        Answer cancelled = cancel(key, made, "{}");
        assertThat(cancelled.text("/status")).as(cancelled.body()).isEqualTo("CANCELLED");
        assertThat(cancelled.json().has("pendingStatus")).isFalse();
        assertThat(cancelled.json().has("expiresAt")).isFalse();
        assertThat(ends(made)).isEmpty();
        assertThat(cancel(key, made, "{\"at\": \"" + NEXT_MONTH + "\"}").text("/code")).isEqualTo("wrong-state");
    }

    @Test
    void the_same_cancellation_for_later_sent_twice_is_one() {
        Answer made = created(GLOBEX, "{\"sim\": {\"esim\": true}}");
        String[] key = {"Idempotency-Key", "later-" + made.text("/subscriptionId")};

        Answer planned = gateway.post(GLOBEX, path(made) + "/cancel", "{\"at\": \"" + NEXT_WEEK + "\"}", key);
        cancel(GLOBEX, made, "{\"at\": \"" + NEXT_MONTH + "\"}");
        Answer again = gateway.post(GLOBEX, path(made) + "/cancel", "{\"at\": \"" + NEXT_WEEK + "\"}", key);

        assertThat(again.body()).isEqualTo(planned.body());
        assertThat(again.headers()).containsEntry("idempotency-replayed", "true");
        assertThat(ends(made)).as("a replay changes nothing").containsExactly(NEXT_MONTH);
    }

    @Test
    void a_date_for_cancelling_is_the_first_day_without_service_where_the_tenant_is() {
        Answer made = created(GLOBEX, "{\"until\": \"" + DAY.plusDays(9) + "\"}");
        assertThat(notices(made)).contains("resolved-time /activation/until");
        Instant begins = DAY.atStartOfDay(ZoneId.of("America/New_York")).toInstant();

        Answer planned = cancel(GLOBEX, made, "{\"at\": \"" + DAY + "\"}");

        assertThat(planned.text("/pendingStatus/scheduledAt")).as(planned.body()).isEqualTo(begins.toString());
        assertThat(notices(planned)).contains("resolved-time /at").doesNotContain("resolved-time /activation/until");
        assertThat(ends(made)).containsExactly(begins);
    }

    @ParameterizedTest
    @CsvSource({"-1,past", "800,too-far"})
    void a_cancellation_cannot_be_ordered_for_any_time(int days, String code) {
        Answer made = created(GLOBEX, until(NEXT_MONTH));
        for (String at : new String[] {NOW.plus(Duration.ofDays(days)).toString(), LocalDate.now(ZoneOffset.UTC).plusDays(days).toString()}) {
            Answer refused = cancel(GLOBEX, made, "{\"at\": \"" + at + "\"}");
            assertThat(refused.status()).as(refused.body()).isEqualTo(422);
            assertThat(refused.text("/errors/0/pointer")).isEqualTo("/at");
            assertThat(refused.text("/errors/0/code")).isEqualTo(code);
        }
        assertThat(ends(made)).containsExactly(NEXT_MONTH);
    }

    @Test
    void pausing_and_resuming_leave_the_end_where_it_was() {
        Answer made = created(GLOBEX, "{\"until\": \"" + NEXT_MONTH + "\", \"sim\": {\"iccid\": \"8901240397190002080\"}}");

        Answer paused = gateway.post(GLOBEX, path(made) + "/pause", null);
        assertThat(paused.text("/status")).as(paused.body()).isEqualTo("PAUSED");
        assertThat(paused.text("/pendingStatus/scheduledAt")).isEqualTo(NEXT_MONTH.toString());
        assertThat(gateway.post(GLOBEX, path(made) + "/resume", null).text("/status")).isEqualTo("ACTIVATED");
        gateway.get(GLOBEX, path(made) + "?refresh=true");

        assertThat(ends(made)).containsExactly(NEXT_MONTH);
    }

    @Test
    void a_cancellation_that_the_provider_has_planned_takes_the_place_of_the_end() {
        Answer made = created(ACME, until(NEXT_MONTH));
        gateway.control("POST", "/clock", "{\"advance\": \"PT1H\"}");

        Answer cancelled = cancel(ACME, made, "{\"at\": \"" + day(NEXT_WEEK) + "\"}");

        assertThat(cancelled.status()).as(cancelled.body()).isEqualTo(200);
        assertThat(cancelled.text("/pendingStatus/scheduledAt")).isEqualTo(day(NEXT_WEEK));
        assertThat(cancelled.json().has("expiresAt")).isFalse();
        assertThat(ends(made)).isEmpty();
        assertThat(kept(made)).containsOnlyNulls();
    }

    @Test
    void a_cancellation_that_is_refused_changes_nothing_of_the_end() {
        Answer made = created(GLOBEX, until(NEXT_MONTH));
        gateway.faults("telegent", "[{\"match\": \"POST /v1.0/subscriptions/delete\", \"effect\": \"status:422-before\", \"times\": 1}]");

        assertThat(cancel(GLOBEX, made, "{}").status()).isEqualTo(422);

        assertThat(ends(made)).containsExactly(NEXT_MONTH);
    }

    private static Answer create(String key, String activation, String fields) {
        return gateway.post(key, CREATE, """
                {"productOfferingId": "mobile-10gb", "customerId": "cust-1", "subscriber": {"name": "Ada Example", "email": "ada@example.com"}%s%s}"""
                .formatted(activation == null ? "" : ", \"activation\": " + activation, fields));
    }

    private static Answer created(String key, String activation) {
        Answer made = create(key, activation, "");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made;
    }

    private static Answer move(String key, Answer subscription, String times) {
        Answer moved = gateway.send(key, "PUT", path(subscription) + "/activation", times);
        assertThat(moved.status()).as(moved.body()).isEqualTo(200);
        return moved;
    }

    private static Answer cancel(String key, Answer subscription, String body) {
        return gateway.post(key, path(subscription) + "/cancel", body);
    }

    private static String until(Instant end) {
        return "{\"until\": \"" + end + "\", \"sim\": {\"esim\": true}}";
    }

    private static String times(Instant begin, Instant end) {
        return "{\"at\": \"" + begin + "\", \"until\": \"" + end + "\"}";
    }

    private static String path(Answer subscription) {
        return CREATE + "/" + subscription.text("/subscriptionId");
    }

    private static String day(Instant moment) {
        return moment.toString().substring(0, 10);
    }

    private static List<String> notices(Answer answer) {
        return answer.json().path("notices").valueStream().map(notice -> notice.path("code").asText() + " " + notice.path("pointer").asText()).toList();
    }

    /** When somebody has to see to its end. */
    private static List<Instant> ends(Answer subscription) {
        return rows.texts("select extract(epoch from due_at)::bigint from due_work where kind = 'END' and subscription_id = ?", subscription.text("/subscriptionId"))
                .stream().map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds))).toList();
    }

    private static List<String> kept(Answer subscription) {
        return rows.texts("select ends_at from subscription where subscription_id = ?", subscription.text("/subscriptionId"));
    }
}
