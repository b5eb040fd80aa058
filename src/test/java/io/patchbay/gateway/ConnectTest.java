package io.patchbay.gateway;

import static io.patchbay.testing.Gateway.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SeamlessOS Connect through the whole gateway. */
class ConnectTest {

    private static final String SUBSCRIPTIONS = "/v1/subscriptions";
    private static final String CONNECT_KEY = "connect-demo-key";

    @TempDir
    static Path workspace;

    static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(workspace, Map.of(),
                new SecondAccount("acme-connect-dated", "acme", "acme-connect", account -> account.put("scheduling", "provider")));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void fresh() {
        gateway.reset();
    }

    private static Answer create(String fields) {
        return gateway.post(ACME, SUBSCRIPTIONS, "{\"productOfferingId\": \"mobile-10gb\", \"customerId\": \"cust-1\"" + fields + "}");
    }

    private static Answer created(String fields) {
        Answer made = create(fields);
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made;
    }

    private static String path(Answer subscription) {
        return SUBSCRIPTIONS + "/" + subscription.text("/subscriptionId");
    }

    private static Answer refreshed(Answer subscription) {
        return gateway.get(ACME, path(subscription) + "?refresh=true");
    }

    private static void advance(String duration) {
        gateway.control("POST", "/clock", "{\"advance\": \"" + duration + "\"}");
    }

    private static Arrived arrived() {
        return Arrived.at(gateway, "connect");
    }

    private static void refused(Answer answer, String code, String pointer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.text("/code")).as(answer.body()).isEqualTo(code);
        assertThat(answer.json().path("errors").findValuesAsText("pointer")).as(answer.body()).contains(pointer);
    }

    @Test
    void an_order_leaves_with_key_idempotency_key_and_reference() {
        Answer made = created(", \"referenceId\": \"connect-1\", \"subscriber\": {\"name\": \"Ada\"}, \"activation\": {\"sim\": {\"esim\": true}}");

        Arrived order = arrived().to("POST", "/subscriptions");
        assertThat(order.count()).isOne();
        assertThat(order.header("x-api-key")).isEqualTo(CONNECT_KEY);
        assertThat(order.header("x-idempotency-key")).isEqualTo(made.text("/operationId") + ".create");
        assertThat(order.body().path("referenceId").asText()).isEqualTo("connect-1");
        assertThat(order.body().at("/activation/sim/esim").asBoolean()).isTrue();
        assertThat(order.body().has("activationDate")).isFalse();
        assertThat(gateway.truth("connect")).hasSize(1);
        assertThat(made.text("/provider/subscriptionId")).isEqualTo(gateway.truth("connect").at("/0/id").asText());
    }

    @Test
    void a_subscription_is_pending_until_connect_says_otherwise() {
        Answer made = created(", \"activation\": {}");
        assertThat(made.text("/status")).isEqualTo("PENDING");
        advance("PT1H");
        int before = arrived().count();

        assertThat(gateway.get(ACME, path(made)).text("/status")).isEqualTo("PENDING");
        assertThat(arrived().count()).as("our own record needs no provider").isEqualTo(before);
        Answer fresh = refreshed(made);
        assertThat(fresh.text("/status")).isEqualTo("ACTIVATED");
        assertThat(fresh.text("/activatedAt")).isNotNull();
        assertThat(fresh.text("/sim/activationCode")).startsWith("LPA:");
        assertThat(gateway.get(ACME, path(made)).text("/status")).isEqualTo("ACTIVATED");
    }

    @Test
    void a_subscription_without_add_ons_has_an_empty_list_of_plan_attachments() {
        Answer made = created(", \"activation\": {}");

        Answer attachments = gateway.get(ACME, path(made) + "/plan-attachments");
        assertThat(attachments.json().path("items").isArray()).as(attachments.body()).isTrue();
        assertThat(attachments.json().path("items")).isEmpty();
    }

    @Test
    void cancelling_is_planned_for_the_next_day_and_done_then() {
        Answer made = created(", \"activation\": {}");
        advance("PT1H");

        Answer cancelled = gateway.post(ACME, path(made) + "/cancel", "{}");
        assertThat(cancelled.status()).as(cancelled.body()).isEqualTo(200);
        assertThat(cancelled.text("/pendingStatus/status")).isEqualTo("CANCELLED");
        assertThat(gateway.get(ACME, SUBSCRIPTIONS + "/" + made.text("/subscriptionId")).json().path("pendingStatus").path("status").asText())
                .isEqualTo("CANCELLED");
        advance("P2D");
        Answer ended = refreshed(made);
        assertThat(ended.text("/status")).isEqualTo("CANCELLED");
        assertThat(ended.text("/cancelledAt")).isNotNull();
        assertThat(ended.json().has("pendingStatus")).isFalse();
        assertThat(gateway.post(ACME, path(made) + "/cancel", "{}").text("/code")).isEqualTo("wrong-state");
    }

    @Test
    void a_cancellation_says_that_it_is_not_at_once() {
        Answer made = created(", \"activation\": {}");
        Answer cancelled = gateway.post(ACME, path(made) + "/cancel", "{\"reason\": \"NO_NEED\"}");
        String operation = gateway.get(ACME, "/v1/operations/" + cancelled.text("/operationId")).body();

        assertThat(cancelled.json().path("notices").findValuesAsText("code")).contains("no-immediate-cancel");
        assertThat(gateway.get(ACME, path(made)).json().path("notices")).as("it was about the cancel, not about the subscription").isEmpty();
        assertThat(operation).contains("no-immediate-cancel");
        assertThat(arrived().to("POST", "/subscriptions/.*/cancel").body().at("/cancelAt/type").asText()).isEqualTo("CancelNextDay");
    }

    @Test
    void a_day_in_the_past_is_refused_in_terms_of_the_request() {
        Answer made = created(", \"activation\": {}");

        refused(gateway.post(ACME, path(made) + "/cancel", "{\"at\": \"2020-01-01\"}"), "invalid", "/at");
    }

    @Test
    void a_shell_is_a_shell_at_connect_too_and_is_activated_there() {
        Answer shell = created(", \"subscriber\": {\"name\": \"Ada\"}");
        assertThat(shell.text("/status")).isEqualTo("PENDING");
        assertThat(arrived().to("POST", "/subscriptions").body().has("activation")).isFalse();
        advance("PT1H");
        assertThat(refreshed(shell).text("/status")).as("a shell does not activate itself").isEqualTo("PENDING");

        Answer activated = gateway.post(ACME, path(shell) + "/activate", "{\"sim\": {\"esim\": true}}");
        assertThat(activated.status()).as(activated.body()).isEqualTo(200);
        Arrived order = arrived().to("POST", "/subscriptions/.*/activate");
        assertThat(order.header("x-idempotency-key")).isEqualTo(activated.text("/operationId") + ".activate");
        advance("PT1H");
        assertThat(refreshed(shell).text("/status")).isEqualTo("ACTIVATED");
        assertThat(gateway.truth("connect")).hasSize(1);
    }

    @Test
    void a_list_brings_itself_up_to_date_with_one_question() {
        Answer one = created(", \"display\": \"one\", \"activation\": {}");
        Answer two = created(", \"display\": \"two\", \"activation\": {}");
        advance("PT1H");

        Answer page = gateway.get(ACME, SUBSCRIPTIONS + "?refresh=true&limit=2");
        assertThat(page.status()).as(page.body()).isEqualTo(200);
        assertThat(page.json().path("items").findValuesAsText("subscriptionId")).contains(one.text("/subscriptionId"), two.text("/subscriptionId"));
        page.json().path("items").forEach(item -> assertThat(item.path("status").asText()).isEqualTo("ACTIVATED"));
        assertThat(arrived().to("GET", "/subscriptions").count()).isOne();
    }

    @Test
    void what_connect_no_longer_has_is_said_and_kept() {
        Answer made = created(", \"activation\": {}");
        gateway.reset();

        assertThat(refreshed(made).json().path("notices").findValuesAsText("code")).contains("missing-at-provider");
        assertThat(gateway.get(ACME, SUBSCRIPTIONS + "?refresh=true&limit=1").json().at("/items/0/notices").findValuesAsText("code"))
                .contains("missing-at-provider");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"/pause|", "/resume|", "/sms|{\"from\": \"acme\", \"message\": \"hello\"}", "/plan-attachments/a-1/suspend|"})
    void what_connect_cannot_do_is_refused_before_anything_is_sent(String action, String body) {
        Answer made = created(", \"activation\": {}");
        int before = arrived().count();

        Answer answer = gateway.post(ACME, path(made) + action, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.text("/code")).isEqualTo("capability-missing");
        assertThat(arrived().count()).isEqualTo(before);
    }

    @Test
    void add_ons_are_plan_attachments() {
        Answer made = created(", \"activation\": {}");
        String providerId = made.text("/provider/subscriptionId");
        Gateway.raw(gateway.sandbox().port("connect"), CONNECT_KEY, "POST", "/subscriptions/" + providerId + "/addons", "{\"productOfferingId\": \"po-addon-5gb\"}");

        JsonNode item = gateway.get(ACME, path(made) + "/plan-attachments").json().at("/items/0");
        assertThat(item.path("status").asText()).isEqualTo("ACTIVE");
        assertThat(item.at("/plan/name").asText()).isEqualTo("Extra 5 GB");
        String attachment = path(made) + "/plan-attachments/" + item.path("planAttachmentId").asText();
        assertThat(gateway.get(ACME, attachment).json()).isEqualTo(item);
        assertThat(gateway.get(ACME, path(made) + "/plan-attachments/unknown").status()).isEqualTo(404);
    }

    @Test
    void usage_is_what_is_left_of_the_limit_turned_round() {
        Answer made = created(", \"activation\": {}");
        advance("PT1H");
        refreshed(made);

        JsonNode usage = gateway.get(ACME, path(made) + "/usage").json();
        assertThat(usage.at("/data/usedBytes").asLong()).isZero();
        assertThat(usage.at("/data/limitBytes").asLong()).isEqualTo(10L * 1024 * 1024 * 1024);
        assertThat(usage.at("/sms/count").isInt()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"sim\": {\"esim\": false}}|invalid|/activation/sim/iccid",
        "{\"porting\": {\"firstName\": \"A\", \"lastName\": \"B\", \"accountNumber\": \"1\"}}|invalid|/activation/msisdn"})
    void an_activation_connect_cannot_make_is_refused_with_its_field_and_nothing_is_sent(String activation, String code, String pointer) {
        refused(create(", \"activation\": " + activation), code, pointer);
        assertThat(arrived().count()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"sim\": {\"esim\": false}}|invalid|/sim/iccid",
        "{\"porting\": {\"firstName\": \"A\", \"lastName\": \"B\", \"accountNumber\": \"1\"}}|invalid|/msisdn"})
    void a_shell_is_not_activated_with_what_connect_cannot_make(String activation, String code, String pointer) {
        Answer shell = created("");

        refused(gateway.post(ACME, path(shell) + "/activate", activation), code, pointer);
        assertThat(arrived().to("POST", "/subscriptions/.*").count()).isZero();
    }

    @Test
    void extensions_for_somebody_else_are_said_to_be_left_out() {
        Answer made = created(", \"extensions\": {\"telegent\": {\"subscriberId\": \"x\"}}, \"activation\": {}");

        assertThat(made.json().path("notices").findValuesAsText("code")).contains("not-carried");
        assertThat(arrived().to("POST", "/subscriptions").body().has("extensions")).isFalse();
    }

    @Test
    void an_account_that_lets_connect_keep_dates_sends_the_day() {
        String day = LocalDate.now(ZoneOffset.UTC).plusDays(10).toString();
        Answer made = created(", \"metadata\": {\"account\": \"acme-connect-dated\"}, \"activation\": {\"at\": \"" + day + "T23:30:00Z\"}");

        assertThat(arrived().to("POST", "/subscriptions").body().path("activationDate").asText()).isEqualTo(day);
        assertThat(made.json().path("notices").findValuesAsText("code")).containsExactly("rounded");
        assertThat(made.json().at("/notices/0/pointer").asText()).isEqualTo("/activation/at");
        assertThat(made.text("/pendingStatus/scheduledAt")).startsWith(day);
        advance("P11D");
        assertThat(refreshed(made).text("/status")).isEqualTo("ACTIVATED");
    }

    @Test
    void a_shell_of_such_an_account_is_activated_for_a_day() {
        String day = LocalDate.now(ZoneOffset.UTC).plusDays(10).toString();
        Answer shell = created(", \"metadata\": {\"account\": \"acme-connect-dated\"}");
        Answer activated = gateway.post(ACME, path(shell) + "/activate", "{\"at\": \"" + day + "T00:30:00+01:00\"}");

        assertThat(activated.status()).as(activated.body()).isEqualTo(200);
        assertThat(arrived().to("POST", "/subscriptions/.*/activate").body().path("activationDate").asText())
                .as("the day in UTC").isEqualTo(LocalDate.parse(day).minusDays(1).toString());
        assertThat(activated.json().at("/notices/0/pointer").asText()).isEqualTo("/at");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_day_that_the_caller_names_is_the_day_that_is_sent(boolean toShell) {
        String day = LocalDate.now(ZoneOffset.UTC).plusDays(10).toString();
        String account = ", \"metadata\": {\"account\": \"acme-connect-dated\"}";
        Answer made = toShell ? gateway.post(ACME, path(created(account)) + "/activate", "{\"at\": \"" + day + "\"}")
                : created(account + ", \"activation\": {\"at\": \"" + day + "\"}");

        assertThat(arrived().to("POST", toShell ? "/subscriptions/.*/activate" : "/subscriptions").body().path("activationDate").asText())
                .as("not the day before, which it still is in UTC when that day begins in Stockholm").isEqualTo(day);
        assertThat(made.json().path("notices").findValuesAsText("code")).containsExactly("rounded", "resolved-time");
        assertThat(made.text("/pendingStatus/scheduledAt")).startsWith(day);
    }

    @Test
    void any_other_account_sends_nothing_before_the_day() {
        Answer made = created(", \"activation\": {\"at\": \"" + LocalDate.now(ZoneOffset.UTC).plusDays(10) + "T12:00:00Z\"}");

        assertThat(made.text("/status")).isEqualTo("SCHEDULED");
        assertThat(arrived().count()).isZero();
    }

    @Test
    void what_connect_finds_wrong_is_told_in_canonical_pointers() {
        refused(create(", \"activation\": {\"msisdn\": \"+15551234567\", \"leaseToken\": \"nobody-leased-this\"}"), "refused-by-provider", "/activation/leaseToken");
        assertThat(gateway.truth("connect")).isEmpty();
    }

    @Test
    void where_connect_manages_billing_the_order_is_refused_in_words() {
        gateway.settings("connect", "{\"billingManaged\": true}");
        Answer answer = create(", \"referenceId\": \"billing-1\", \"activation\": {}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/code")).isEqualTo("refused-by-provider");
        assertThat(answer.json().at("/errors/0/code").asText()).isEqualTo("create-disabled");
        assertThat(gateway.get(ACME, SUBSCRIPTIONS + "/rid_billing-1").text("/status")).isEqualTo("FAILED");
    }

    @Test
    void a_reference_that_somebody_else_uses_at_connect_is_refused_and_theirs_stays_theirs() {
        Gateway.raw(gateway.sandbox().port("connect"), CONNECT_KEY, "POST", "/subscriptions",
                "{\"productOfferingId\": \"po-mobile-10gb\", \"customerId\": \"theirs\", \"referenceId\": \"shared-1\"}");

        refused(create(", \"referenceId\": \"shared-1\", \"activation\": {}"), "refused-by-provider", "/referenceId");
        assertThat(gateway.truth("connect")).hasSize(1);
    }

    @Test
    void an_unknown_customer_is_refused() {
        gateway.settings("connect", "{\"customers\": \"none\"}");

        assertThat(create(", \"activation\": {}").json().at("/errors/0/code").asText()).isEqualTo("unknown-offering-or-customer");
    }
}
