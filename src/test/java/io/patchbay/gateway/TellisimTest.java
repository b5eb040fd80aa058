package io.patchbay.gateway;

import static io.patchbay.testing.Gateway.INITECH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TelliSIM through the whole gateway. */
class TellisimTest {

    private static final String SUBSCRIPTIONS = "/v1/subscriptions";
    private static final String KEY = "tellisim-demo-key";
    private static final String ICCID = "8937103400004100150";
    private static final String POOLED = "select item from pool_item where item = ? and operation_id is not null";

    @TempDir
    static Path workspace;

    static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(workspace, Map.of(),
                new SecondAccount("initech-dated", "initech", "initech-tellisim", account -> account.put("scheduling", "provider")));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** The simulator's stock begins anew with each test, so what the gateway knows of it does too. */
    @BeforeEach
    void fresh() throws SQLException {
        gateway.reset();
        try (Connection connection = gateway.database().dataSource().getConnection()) {
            connection.createStatement().execute("delete from pool_item");
        }
    }

    @AfterEach
    void the_key_travelled_in_the_query_and_nowhere_else() {
        arrived().requests().forEach(request -> {
            assertThat(request.path("query").asText().split("&")).contains("key=" + KEY);
            assertThat(request.path("path").asText() + request.path("headers") + request.path("body")).doesNotContain(KEY);
        });
        arrived().requests().forEach(request -> assertThat(request.path("path").asText()).matches(
                "/v3/(plans/[^/]+|sims|subscription|subscriptions/\\d+(/(plan-attachments(/[^/]+(/suspend)?)?|send-sms))?)"));
    }

    private static Answer create(String offering, String fields) {
        return gateway.post(INITECH, SUBSCRIPTIONS, "{\"productOfferingId\": \"" + offering + "\", \"customerId\": \"cust-1\"" + fields + "}");
    }

    private static Answer created(String fields) {
        Answer made = create("mobile-10gb", fields);
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made;
    }

    private static Answer created() {
        return created(", \"activation\": {}");
    }

    private static String named(String iccid) {
        return ", \"activation\": {\"sim\": {\"iccid\": \"" + iccid + "\"}}";
    }

    private static String path(Answer subscription) {
        return SUBSCRIPTIONS + "/" + subscription.text("/subscriptionId");
    }

    private static Answer refreshed(Answer subscription) {
        return gateway.get(INITECH, path(subscription) + "?refresh=true");
    }

    private static Answer cancel(Answer subscription) {
        return gateway.post(INITECH, path(subscription) + "/cancel", "{}");
    }

    private static Arrived arrived() {
        return Arrived.at(gateway, "tellisim");
    }

    private static Arrived orders() {
        return arrived().to("POST", "/v3/subscription");
    }

    private static void atNetwork(String iccid, String event) {
        assertThat(gateway.control("POST", "/tellisim/sims/" + iccid + "/" + event, "").status()).isEqualTo(200);
    }

    private static void advance(String duration) {
        gateway.control("POST", "/clock", "{\"advance\": \"" + duration + "\"}");
    }

    private static void refused(Answer answer, String code, String pointer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.text("/code")).as(answer.body()).isEqualTo(code);
        assertThat(answer.json().path("errors").findValuesAsText("pointer")).as(answer.body()).contains(pointer);
    }

    private static List<String> notices(Answer answer) {
        return answer.json().path("notices").findValuesAsText("code");
    }

    private static List<Answer> parallel(int orders, IntFunction<Answer> order) {
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Answer>> running = IntStream.range(0, orders)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> order.apply(i), pool)).toList();
            return running.stream().map(CompletableFuture::join).toList();
        }
    }

    @Test
    void an_order_carries_a_sim_of_our_choice_and_our_own_id() {
        Answer made = created();

        JsonNode order = orders().body();
        assertThat(orders().count()).isOne();
        assertThat(order.path("metadata").asText()).isEqualTo("patchbay:" + made.text("/subscriptionId"));
        assertThat(order.path("iccid").asText()).isEqualTo(made.text("/sim/iccid")).isEqualTo(gateway.truth("tellisim").at("/0/iccid").asText());
        assertThat(order.has("active_period")).isFalse();
        assertThat(made.text("/status")).isEqualTo("PENDING");
        assertThat(made.text("/sim/activationCode")).startsWith("LPA:1$");
        assertThat(made.json().at("/sim/esim").asBoolean()).isTrue();
        assertThat(notices(made)).contains("first-use");
    }

    @Test
    void a_card_is_taken_by_its_number() {
        Answer made = created(", \"activation\": {\"sim\": {\"iccid\": \"8948010000031324502\", \"esim\": false}}");

        assertThat(made.text("/sim/iccid")).isEqualTo("8948010000031324502");
        assertThat(made.json().at("/sim/esim").asBoolean(true)).isFalse();
        assertThat(made.json().path("sim").has("activationCode")).isFalse();
        assertThat(arrived().to("GET", "/v3/sims").count()).isZero();
    }

    @Test
    void thirty_orders_at_once_get_thirty_sims() {
        gateway.settings("tellisim", "{\"stockPerLabel\": 30}");
        List<Answer> made = parallel(30, i -> create("mobile-10gb", ", \"activation\": {}"));

        made.forEach(one -> assertThat(one.status()).as(one.body()).isEqualTo(201));
        assertThat(made.stream().map(one -> one.text("/sim/iccid")).distinct()).hasSize(30);
        assertThat(gateway.truth("tellisim").findValuesAsText("reference").stream().distinct()).hasSize(30);
    }

    @Test
    void of_many_orders_for_one_sim_exactly_one_gets_it() {
        List<Answer> answers = parallel(5, i -> create("mobile-10gb", named(ICCID)));

        assertThat(answers.stream().map(Answer::status).sorted()).containsExactly(201, 422, 422, 422, 422);
        answers.stream().filter(answer -> answer.status() == 422)
                .forEach(answer -> assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo("/activation/sim/iccid"));
        assertThat(orders().count()).as("the others were not even sent").isOne();
    }

    @Test
    void an_empty_stock_refuses_and_a_cancelled_sim_fills_it_again() {
        gateway.settings("tellisim", "{\"stockPerLabel\": 2}");
        Answer first = created();
        created();

        Answer third = create("mobile-10gb", ", \"activation\": {}");
        assertThat(third.status()).as(third.body()).isEqualTo(422);
        assertThat(third.json().at("/errors/0/code").asText()).isEqualTo("no-free-iccid");
        assertThat(orders().count()).isEqualTo(2);
        cancel(first);
        assertThat(created().text("/sim/iccid")).isEqualTo(first.text("/sim/iccid"));
    }

    @Test
    void the_same_order_for_one_sim_sent_twice_at_once_is_one_order_with_one_answer() {
        gateway.faults("tellisim", "[{\"match\": \"GET /v3/plans/{id}\", \"effect\": \"delay\", \"millis\": 1500, \"times\": 1}]");
        String order = "{\"productOfferingId\": \"mobile-10gb\", \"customerId\": \"cust-1\"" + named(ICCID) + "}";
        CompletableFuture<Answer> slow = CompletableFuture.supplyAsync(() -> gateway.post(INITECH, SUBSCRIPTIONS, order, "Idempotency-Key", "one-sim"));
        await().until(() -> arrived().count() > 0);
        Answer quick = gateway.post(INITECH, SUBSCRIPTIONS, order, "Idempotency-Key", "one-sim");

        assertThat(quick.status()).as(quick.body()).isEqualTo(201);
        assertThat(slow.join().body()).isEqualTo(quick.body());
        assertThat(slow.join().headers()).containsEntry("idempotency-replayed", "true");
        assertThat(orders().count()).isOne();
    }

    @Test
    void a_sim_whose_subscription_is_learnt_to_have_ended_is_not_kept_back() {
        Answer made = created();
        assertThat(new Rows(gateway.database()).texts(POOLED, made.text("/sim/iccid"))).hasSize(1);
        atNetwork(made.text("/sim/iccid"), "first-use");
        advance("P31D");

        assertThat(refreshed(made).text("/status")).isEqualTo("EXPIRED");
        assertThat(new Rows(gateway.database()).texts(POOLED, made.text("/sim/iccid"))).isEmpty();
    }

    @Test
    void a_sim_that_somebody_else_occupies_is_refused_with_its_field() {
        Gateway.raw(gateway.sandbox().port("tellisim"), null, "POST", "/v3/subscription?key=" + KEY,
                "{\"plan_id\": \"0a3ee1d6-fe5e-4561-91a0-d4649aaf0754\", \"metadata\": \"theirs\", \"iccid\": \"" + ICCID + "\"}");

        refused(create("mobile-10gb", named(ICCID)), "refused-by-provider", "/activation/sim/iccid");
        assertThat(gateway.truth("tellisim")).hasSize(1);
    }

    @Test
    void a_shell_is_held_here_until_it_is_activated() {
        Answer shell = created(", \"display\": \"shell\"");
        assertThat(shell.text("/status")).isEqualTo("PENDING");
        assertThat(arrived().count()).isZero();

        Answer activated = gateway.post(INITECH, path(shell) + "/activate", "{\"sim\": {\"esim\": true, \"imei\": \"356938035643809\"}}");
        assertThat(activated.status()).as(activated.body()).isEqualTo(200);
        assertThat(activated.text("/provider/subscriptionId")).isEqualTo(gateway.truth("tellisim").at("/0/id").asText());
        assertThat(activated.json().path("notices").findValuesAsText("pointer")).contains("/sim/imei");
    }

    @Test
    void a_shell_is_not_activated_with_what_tellisim_cannot_make() {
        Answer shell = created("");

        refused(gateway.post(INITECH, path(shell) + "/activate", "{\"msisdn\": \"+15551234567\"}"), "capability-missing", "/msisdn");
        refused(gateway.post(INITECH, path(shell) + "/activate", "{\"sim\": {\"esim\": false}}"), "invalid", "/sim/iccid");
        refused(gateway.post(INITECH, path(shell) + "/activate", "{\"at\": \"" + Instant.now().plus(9, ChronoUnit.DAYS) + "\", \"msisdn\": \"+15551234567\"}"),
                "capability-missing", "/msisdn");
        assertThat(arrived().count()).isZero();
    }

    @Test
    void the_status_follows_the_plan_attachments() {
        Answer made = created();
        assertThat(refreshed(made).text("/status")).isEqualTo("PENDING");
        atNetwork(made.text("/sim/iccid"), "first-use");

        Answer used = refreshed(made);
        assertThat(used.text("/status")).isEqualTo("ACTIVATED");
        assertThat(used.text("/activatedAt")).isNotNull();
        assertThat(used.text("/expiresAt")).isNotNull();
        assertThat(used.text("/sim/activationCode")).isEqualTo(made.text("/sim/activationCode"));
        assertThat(used.json().has("pendingStatus")).isFalse();
        advance("P31D");
        assertThat(refreshed(made).text("/status")).isEqualTo("EXPIRED");
    }

    @Test
    void a_list_asks_tellisim_for_its_list() {
        Answer one = created();
        Answer two = created();
        cancelAtTellisim(one);

        JsonNode items = gateway.get(INITECH, SUBSCRIPTIONS + "?refresh=true&limit=2").json().path("items");
        assertThat(arrived().to("GET", "/v3/subscription").count()).isOne();
        assertThat(items.at("/0/subscriptionId").asText()).isEqualTo(two.text("/subscriptionId"));
        assertThat(items.at("/0/notices").findValuesAsText("code")).doesNotContain("missing-at-provider");
        assertThat(items.at("/1/notices").findValuesAsText("code")).contains("missing-at-provider");
    }

    private static void cancelAtTellisim(Answer subscription) {
        Gateway.raw(gateway.sandbox().port("tellisim"), null, "DELETE", "/v3/subscriptions/" + subscription.text("/sim/iccid") + "?key=" + KEY, null);
    }

    @Test
    void cancelling_deletes_and_gives_the_sim_back() {
        Answer made = created();
        Answer cancelled = gateway.post(INITECH, path(made) + "/cancel", "{\"reason\": \"NO_NEED\", \"comment\": \"moved\"}");

        assertThat(cancelled.text("/status")).as(cancelled.body()).isEqualTo("CANCELLED");
        assertThat(gateway.truth("tellisim").at("/0/deleted").asBoolean()).isTrue();
        JsonNode notices = gateway.get(INITECH, "/v1/operations/" + cancelled.text("/operationId")).json().path("notices");
        assertThat(notices.findValuesAsText("code")).contains("sim-recycled");
        assertThat(notices.findValuesAsText("pointer")).contains("/reason", "/comment");
    }

    @Test
    void an_installed_profile_cannot_be_cancelled_and_stays_as_it_is() {
        Answer made = created();
        atNetwork(made.text("/sim/iccid"), "install");

        Answer answer = cancel(made);
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.json().at("/errors/0/code").asText()).isEqualTo("already-installed");
        assertThat(gateway.get(INITECH, path(made)).text("/status")).isEqualTo("PENDING");
        assertThat(gateway.truth("tellisim").at("/0/deleted").asBoolean(true)).isFalse();
    }

    @Test
    void a_second_cancel_does_not_touch_who_has_the_sim_now() {
        Answer old = created(named(ICCID));
        cancel(old);
        Answer next = created(named(ICCID));

        assertThat(cancel(old).text("/code")).isEqualTo("wrong-state");
        assertThat(refreshed(old).text("/status")).isEqualTo("CANCELLED");
        assertThat(refreshed(next).text("/status")).isEqualTo("PENDING");
        assertThat(gateway.truth("tellisim").at("/1/deleted").asBoolean(true)).isFalse();
    }

    @Test
    void a_sim_recycled_behind_our_back_is_left_alone() {
        Answer made = created(named(ICCID));
        cancelAtTellisim(made);
        Gateway.raw(gateway.sandbox().port("tellisim"), null, "POST", "/v3/subscription?key=" + KEY,
                "{\"plan_id\": \"0a3ee1d6-fe5e-4561-91a0-d4649aaf0754\", \"metadata\": \"theirs\", \"iccid\": \"" + ICCID + "\"}");
        int before = arrived().changing().count();

        assertThat(cancel(made).json().at("/errors/0/code").asText()).isEqualTo("not-found");
        assertThat(gateway.post(INITECH, path(made) + "/sms", "{\"from\": \"initech\", \"message\": \"hello\"}").status()).isEqualTo(422);
        assertThat(gateway.get(INITECH, path(made) + "/usage").status()).isEqualTo(404);
        assertThat(notices(refreshed(made))).contains("missing-at-provider");
        assertThat(arrived().changing().count()).isEqualTo(before);
    }

    @Test
    void plan_attachments_are_listed_read_and_suspended() {
        Answer made = created();
        atNetwork(made.text("/sim/iccid"), "first-use");

        JsonNode item = gateway.get(INITECH, path(made) + "/plan-attachments").json().at("/items/0");
        assertThat(item.path("status").asText()).isEqualTo("ACTIVE");
        assertThat(item.at("/plan/dataBytesLimit").asLong()).isEqualTo(10L * 1024 * 1024 * 1024);
        String attachment = path(made) + "/plan-attachments/" + item.path("planAttachmentId").asText();
        assertThat(gateway.get(INITECH, attachment).json().path("status").asText()).isEqualTo("ACTIVE");
        Answer suspended = gateway.post(INITECH, attachment + "/suspend", null);
        assertThat(suspended.status()).as(suspended.body()).isEqualTo(200);
        assertThat(suspended.text("/status")).isEqualTo("SUSPENDED");
        assertThat(refreshed(made).text("/status")).isEqualTo("PAUSED");
    }

    @Test
    void an_unknown_plan_attachment_does_not_exist() {
        Answer made = created();

        assertThat(gateway.get(INITECH, path(made) + "/plan-attachments/unknown").status()).isEqualTo(404);
        assertThat(gateway.post(INITECH, path(made) + "/plan-attachments/unknown/suspend", null).json().at("/errors/0/code").asText())
                .isEqualTo("not-found");
    }

    @Test
    void a_text_message_is_accepted_without_a_report() {
        Answer made = created();
        Answer sent = gateway.post(INITECH, path(made) + "/sms", "{\"from\": \"initech\", \"message\": \"hello\"}");

        assertThat(sent.status()).as(sent.body()).isEqualTo(200);
        assertThat(notices(sent)).contains("no-delivery-report");
        assertThat(arrived().to("POST", "/v3/subscriptions/.*/send-sms").body().toString()).isEqualTo("{\"from\":\"initech\",\"message\":\"hello\"}");
    }

    @Test
    void a_message_the_network_did_not_deliver_is_refused() {
        Answer made = created();
        gateway.faults("tellisim", "[{\"match\": \"POST /v3/subscriptions/{iccid}/send-sms\", \"effect\": \"status:502-before\"}]");

        refused(gateway.post(INITECH, path(made) + "/sms", "{\"from\": \"initech\", \"message\": \"hello\"}"), "refused-by-provider", "/message");
    }

    @Test
    void usage_is_the_sum_of_the_packages_in_use() {
        Answer made = created();
        atNetwork(made.text("/sim/iccid"), "first-use");

        JsonNode usage = gateway.get(INITECH, path(made) + "/usage").json();
        assertThat(usage.at("/data/usedBytes").asLong(-1)).isZero();
        assertThat(usage.at("/data/remainingBytes").asLong()).isEqualTo(10L * 1024 * 1024 * 1024);
        assertThat(usage.at("/period/end").isTextual()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"/pause", "/resume"})
    void what_tellisim_cannot_do_is_refused_before_anything_is_sent(String action) {
        Answer made = created();
        int before = arrived().count();

        assertThat(gateway.post(INITECH, path(made) + action, null).text("/code")).isEqualTo("capability-missing");
        assertThat(arrived().count()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"msisdn\": \"+15551234567\"}|capability-missing|/activation/msisdn",
        "{\"leaseToken\": \"x\"}|capability-missing|/activation/leaseToken",
        "{\"porting\": {\"firstName\": \"A\", \"lastName\": \"B\", \"accountNumber\": \"1\"}}|capability-missing|/activation/porting",
        "{\"sim\": {\"esim\": false}}|invalid|/activation/sim/iccid",
        "{\"until\": \"2020-01-01T00:00:00Z\"}|invalid|/activation/until"})
    void an_activation_tellisim_cannot_make_is_refused_with_its_field_and_nothing_is_sent(String activation, String code, String pointer) {
        refused(create("mobile-10gb", ", \"activation\": " + activation), code, pointer);
        assertThat(arrived().count()).isZero();
    }

    @Test
    void what_tellisim_does_not_keep_is_said() {
        Answer made = created(", \"display\": \"Ada\", \"extensions\": {\"connect\": {\"tag\": \"home\"}}, "
                + "\"subscriber\": {\"name\": \"Ada\"}, \"activation\": {\"sim\": {\"imei\": \"356938035643809\"}}");

        assertThat(made.json().path("notices").findValuesAsText("pointer")).contains("/subscriber", "/customerId", "/display", "/extensions", "/activation/sim/imei");
        assertThat(orders().body().properties().stream().map(Map.Entry::getKey)).containsExactlyInAnyOrder("plan_id", "metadata", "iccid");
    }

    /** Rows of the decision table in the fact sheet; a one-off plan is mobile-10gb, a recurring one mobile-1gb. */
    @ParameterizedTest(name = "{0} from day {1} to day {2}")
    @CsvSource({"mobile-10gb, , , PENDING, 0", "mobile-10gb, 2, 9, PENDING, 2", "mobile-10gb, , 9, ACTIVATED, 2",
        "mobile-1gb, , , PENDING, 0", "mobile-1gb, 2, , PENDING, 1", "mobile-1gb, 2, 9, PENDING, 2", "mobile-1gb, , 9, ACTIVATED, 2"})
    void a_period_is_sent_as_tellisim_wants_it(String offering, Integer from, Integer to, String status, int times) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String at = from == null ? "" : ", \"at\": \"" + now.plus(from, ChronoUnit.DAYS) + "\"";
        String until = to == null ? "" : ", \"until\": \"" + now.plus(to, ChronoUnit.DAYS) + "\"";
        Answer made = create(offering, ", \"metadata\": {\"account\": \"initech-dated\"}, \"activation\": {" + (at + until).replaceFirst(", ", "") + "}");

        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.text("/status")).isEqualTo(status);
        JsonNode period = orders().body().path("active_period");
        assertThat(period.size()).isEqualTo(times);
        period.forEach(time -> assertThat(time.asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}"));
        assertThat(notices(made).contains("first-use")).isEqualTo(times == 0);
        assertThat(notices(made).contains("end-not-certain")).isEqualTo(offering.equals("mobile-1gb") && to != null);
        assertThat(refreshed(made).text("/status")).isEqualTo(status);
        advance("P3D");
        assertThat(gateway.truth("tellisim").at("/0/status").asText()).isEqualTo(times == 0 ? "PENDING" : "ACTIVE");
    }

    @Test
    void a_one_off_plan_that_starts_at_a_time_needs_its_end() {
        String at = Instant.now().plus(2, ChronoUnit.DAYS).toString();

        refused(create("mobile-10gb", ", \"metadata\": {\"account\": \"initech-dated\"}, \"activation\": {\"at\": \"" + at + "\"}"), "invalid", "/activation/until");
        assertThat(arrived().changing().count()).isZero();
    }

    @Test
    void any_other_account_sends_nothing_before_the_time() {
        Answer made = created(", \"activation\": {\"at\": \"" + Instant.now().plus(2, ChronoUnit.DAYS) + "\"}");

        assertThat(made.text("/status")).isEqualTo("SCHEDULED");
        assertThat(arrived().count()).isZero();
    }

    @Test
    void the_key_is_written_nowhere() {
        Answer made = created();
        refreshed(made);
        gateway.faults("tellisim", "[{\"match\": \"DELETE /v3/subscriptions/{iccid}\", \"effect\": \"drop-after\"}]");
        assertThat(cancel(made).status()).isEqualTo(202);

        assertThat(Written.everywhere(gateway.database())).contains(made.text("/sim/iccid")).doesNotContain(KEY);
    }
}
