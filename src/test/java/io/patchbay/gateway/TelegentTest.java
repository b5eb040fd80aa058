package io.patchbay.gateway;

import static io.patchbay.testing.Gateway.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Telegent through the whole gateway. */
class TelegentTest {

    private static final String SUBSCRIPTIONS = "/v1/subscriptions";
    private static final String CREATE = "/v1\\.0/subscriptions";
    private static final String TOKENS = "/v1\\.0/oauth2/tokens";
    private static final String SECRET = "telegent-demo-secret";
    private static final String SIM = "{\"sim\": {\"iccid\": \"8901240397190002080\"}}";
    private static final JsonSchema CREATE_BODY = schema();

    @TempDir
    static Path workspace;

    static Gateway gateway;

    @BeforeAll
    static void start() {
        Consumer<Path> wrongSecret = new SecondAccount("wrong", "globex", "globex-telegent", account ->
                account.withObject("/credentials").put("accountSecret", "file:secrets/telegent-wrong-secret"));
        Consumer<Path> otherAccount = new SecondAccount("other", "globex", "globex-telegent", account ->
                account.withObject("/settings").put("accountId", "AID-other"));
        gateway = Gateway.start(workspace, Map.of(), wrongSecret.andThen(otherAccount)
                .andThen(configuration -> write(configuration.resolve("secrets/telegent-wrong-secret"), "not-the-secret")));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void fresh() {
        gateway.reset();
    }

    @AfterEach
    void everything_that_arrived_was_documented() {
        arrived().requests().forEach(request -> assertThat(request.path("method").asText()).isIn("GET", "POST"));
        arrived().to("POST", CREATE).bodies().forEach(body -> assertThat(CREATE_BODY.validate(body)).as(body.toString()).isEmpty());
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonSchema schema() {
        try {
            JsonNode schema = new ObjectMapper().readTree(Path.of("src/test/resources/telegent-create.schema.json").toFile());
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer create(String email, String fields) {
        return gateway.post(GLOBEX, SUBSCRIPTIONS, "{\"productOfferingId\": \"mobile-10gb\", \"customerId\": \"cust-1\", "
                + "\"subscriber\": {\"name\": \"Ada\", \"email\": \"" + email + "\"}" + fields + "}");
    }

    private static Answer created(String email, String fields) {
        Answer made = create(email, fields);
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made;
    }

    private static Answer created() {
        return created("ada@example.com", ", \"activation\": " + SIM);
    }

    private static String path(Answer subscription) {
        return SUBSCRIPTIONS + "/" + subscription.text("/subscriptionId");
    }

    private static Answer refreshed(Answer subscription) {
        return gateway.get(GLOBEX, path(subscription) + "?refresh=true");
    }

    private static Arrived arrived() {
        return Arrived.at(gateway, "telegent");
    }

    private static void refused(Answer answer, String code, String pointer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.text("/code")).as(answer.body()).isEqualTo(code);
        assertThat(answer.json().path("errors").findValuesAsText("pointer")).as(answer.body()).contains(pointer);
    }

    private static List<String> notices(Answer answer) {
        return answer.json().path("notices").findValuesAsText("pointer");
    }

    @Test
    void a_person_with_a_number_and_a_sim_becomes_a_subscriber_and_a_subscription() {
        Answer made = created("ada@example.com", ", \"activation\": {\"msisdn\": \"+18015551234\", \"sim\": {\"iccid\": \"8901240397190002080\"}}");

        assertThat(made.text("/status")).isEqualTo("ACTIVATED");
        assertThat(made.text("/msisdn")).isEqualTo("+18015551234");
        JsonNode truth = gateway.truth("telegent").path(0);
        assertThat(made.text("/provider/subscriptionId")).isEqualTo(truth.path("id").asText());
        assertThat(truth.path("msisdn").asText()).as("the TNID was looked up").isEqualTo("+18015551234");
        assertThat(truth.path("iccid").asText()).isEqualTo("8901240397190002080");
        assertThat(arrived().to("GET", "/v1\\.0/numbers").first().path("query").asText()).isEqualTo("Number=%2B18015551234");
        assertThat(gateway.get(GLOBEX, path(made)).json().path("status").asText()).isEqualTo("ACTIVATED");
    }

    @Test
    void the_second_order_of_the_same_person_uses_the_subscriber_of_the_first() {
        created();
        Answer second = created("Ada@Example.com", ", \"activation\": {\"sim\": {\"iccid\": \"8901240397190002098\"}}");

        assertThat(arrived().to("POST", "/v1\\.0/subscribers/create").done().count()).isOne();
        assertThat(gateway.truth("telegent").findValuesAsText("subscriber").stream().distinct()).hasSize(1);
        assertThat(gateway.truth("telegent")).hasSize(2);
        assertThat(notices(second)).contains("/subscriber");
    }

    @Test
    void an_email_that_belongs_to_another_account_is_refused() {
        created("eve@example.com", ", \"metadata\": {\"account\": \"other\"}, \"activation\": " + SIM);

        refused(create("eve@example.com", ", \"activation\": {\"sim\": {\"iccid\": \"8901240397190002098\"}}"), "refused-by-provider", "/subscriber/email");
        assertThat(gateway.truth("telegent")).hasSize(1);
    }

    @Test
    void an_unknown_number_is_refused_and_leaves_no_subscriber_behind() {
        refused(create("ada@example.com", ", \"activation\": {\"msisdn\": \"+19995551234\"}"), "refused-by-provider", "/activation/msisdn");
        assertThat(arrived().changing().count()).isZero();
    }

    @Test
    void a_named_subscriber_is_taken_as_it_is() {
        created();
        String subscriber = gateway.truth("telegent").at("/0/subscriber").asText();
        Answer made = gateway.post(GLOBEX, SUBSCRIPTIONS, """
                {"productOfferingId": "mobile-10gb", "customerId": "c", "extensions": {"telegent": {"subscriberId": "%s"}},
                 "activation": {"sim": {"iccid": "8901240397190002098"}}}""".formatted(subscriber));

        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(notices(made)).as("the extension is used").doesNotContain("/extensions");
        assertThat(arrived().to("POST", "/v1\\.0/subscribers/create").done().count()).isOne();
    }

    @Test
    void a_shell_is_held_here_until_it_is_activated() {
        Answer shell = created("ada@example.com", ", \"referenceId\": \"telegent-shell\"");
        assertThat(shell.text("/status")).isEqualTo("PENDING");
        assertThat(shell.json().path("provider").has("subscriptionId")).isFalse();
        assertThat(arrived().count()).isZero();
        assertThat(refreshed(shell).status()).isEqualTo(200);

        Answer activated = gateway.post(GLOBEX, path(shell) + "/activate", "{\"msisdn\": \"+18015551234\"}");
        assertThat(activated.status()).as(activated.body()).isEqualTo(200);
        assertThat(activated.text("/status")).isEqualTo("ACTIVATED");
        assertThat(gateway.truth("telegent")).hasSize(1);
        assertThat(gateway.post(GLOBEX, path(shell) + "/activate", "{}").text("/code")).isEqualTo("wrong-state");
    }

    @Test
    void what_a_shell_is_activated_with_is_refused_and_noticed_in_terms_of_that_request() {
        Answer shell = created("ada@example.com", "");
        refused(gateway.post(GLOBEX, path(shell) + "/activate", "{\"leaseToken\": \"x\"}"), "capability-missing", "/leaseToken");
        refused(gateway.post(GLOBEX, path(shell) + "/activate", "{\"msisdn\": \"+19995551234\"}"), "refused-by-provider", "/msisdn");
        assertThat(arrived().changing().count()).isZero();

        Answer activated = gateway.post(GLOBEX, path(shell) + "/activate", "{\"sim\": {\"esim\": true}}");
        assertThat(notices(activated)).contains("/sim/esim");
    }

    @ParameterizedTest
    @ValueSource(strings = {", \"activation\": {}", ", \"activation\": {\"at\": \"<later>\"}"})
    void an_order_without_a_person_is_refused_whether_now_or_for_later(String fields) {
        refused(gateway.post(GLOBEX, SUBSCRIPTIONS, "{\"productOfferingId\": \"mobile-10gb\", \"customerId\": \"c\""
                + fields.replace("<later>", Instant.now().plus(9, ChronoUnit.DAYS).toString()) + "}"), "invalid", "/subscriber/email");
        assertThat(arrived().count()).isZero();
    }

    @Test
    void a_shell_without_a_person_is_held_and_its_activation_refused() {
        Answer shell = gateway.post(GLOBEX, SUBSCRIPTIONS, "{\"productOfferingId\": \"mobile-10gb\", \"customerId\": \"c\"}");

        assertThat(shell.status()).as(shell.body()).isEqualTo(201);
        refused(gateway.post(GLOBEX, path(shell) + "/activate", "{}"), "invalid", "");
        assertThat(arrived().count()).isZero();
    }

    @Test
    void the_evidence_of_an_order_tells_of_nobody_else() {
        String now = ", \"activation\": {}";
        created("somebody.else@example.com", now);
        created("twice@example.com", now);

        Answer again = created("twice@example.com", now);

        Answer operation = gateway.get(GLOBEX, "/v1/operations/" + again.text("/operationId"));
        assertThat(operation.json().path("attempts").findValuesAsText("step")).contains("find-subscriber", "snapshot");
        assertThat(operation.body()).contains("twice@example.com").doesNotContain("somebody.else@example.com");
    }

    @Test
    void a_shell_gets_its_person_before_it_is_activated_and_no_other_one_after() {
        Answer shell = gateway.post(GLOBEX, SUBSCRIPTIONS, "{\"productOfferingId\": \"mobile-10gb\", \"customerId\": \"c\"}");
        String person = "{\"subscriber\": {\"name\": \"Late Person\", \"email\": \"late.person@example.com\"}}";

        assertThat(gateway.send(GLOBEX, "PATCH", path(shell), person).text("/subscriber/name")).isEqualTo("Late Person");
        assertThat(gateway.post(GLOBEX, path(shell) + "/activate", "{}").status()).isEqualTo(200);
        assertThat(gateway.send(GLOBEX, "PATCH", path(shell), person).text("/code")).isEqualTo("wrong-state");
    }

    @Test
    void a_subscription_telegent_deactivated_reads_as_blocked() {
        Answer made = created();
        gateway.control("POST", "/telegent/subscriptions/" + made.text("/provider/subscriptionId") + "/inactive", "");

        assertThat(refreshed(made).text("/status")).isEqualTo("BLOCKED");
    }

    @Test
    void a_list_brings_itself_up_to_date_with_one_question() {
        Answer one = created();
        Answer two = created("bob@example.com", ", \"activation\": {\"sim\": {\"iccid\": \"8901240397190002098\"}}");
        gateway.control("POST", "/telegent/subscriptions/" + one.text("/provider/subscriptionId") + "/inactive", "");

        JsonNode items = gateway.get(GLOBEX, SUBSCRIPTIONS + "?refresh=true&limit=2").json().path("items");
        assertThat(List.of(items.at("/0/subscriptionId").asText(), items.at("/1/subscriptionId").asText()))
                .containsExactly(two.text("/subscriptionId"), one.text("/subscriptionId"));
        assertThat(List.of(items.at("/0/status").asText(), items.at("/1/status").asText())).containsExactly("ACTIVATED", "BLOCKED");
        assertThat(arrived().to("GET", "/v1\\.0/account/subscriptions").done().count()).isOne();
    }

    @Test
    void cancelling_deletes_at_once() {
        Answer made = created();
        Answer cancelled = gateway.post(GLOBEX, path(made) + "/cancel", "{\"reason\": \"NO_NEED\", \"comment\": \"moved\"}");

        assertThat(cancelled.status()).as(cancelled.body()).isEqualTo(200);
        assertThat(cancelled.text("/status")).isEqualTo("CANCELLED");
        assertThat(gateway.truth("telegent").at("/0/deleted").asBoolean()).isTrue();
        JsonNode operation = gateway.get(GLOBEX, "/v1/operations/" + cancelled.text("/operationId")).json();
        assertThat(operation.path("notices").findValuesAsText("pointer")).contains("/reason", "/comment");
        assertThat(gateway.post(GLOBEX, path(made) + "/cancel", "{}").text("/code")).isEqualTo("wrong-state");
    }

    @Test
    void pausing_and_resuming_act_on_the_sim() {
        Answer made = created();

        assertThat(gateway.post(GLOBEX, path(made) + "/pause", null).text("/status")).isEqualTo("PAUSED");
        assertThat(gateway.truth("telegent").at("/0/status").asText()).isEqualTo("SUSPENDED");
        assertThat(refreshed(made).text("/status")).as("the record never shows it").isEqualTo("PAUSED");
        assertThat(gateway.post(GLOBEX, path(made) + "/pause", null).text("/code")).isEqualTo("wrong-state");
        assertThat(gateway.post(GLOBEX, path(made) + "/resume", null).text("/status")).isEqualTo("ACTIVATED");
        assertThat(gateway.truth("telegent").at("/0/status").asText()).isEqualTo("ACTIVE");
    }

    @Test
    void without_a_sim_nothing_can_be_paused() {
        Answer made = created("ada@example.com", ", \"activation\": {\"msisdn\": \"+18015551234\"}");
        int before = arrived().count();

        refused(gateway.post(GLOBEX, path(made) + "/pause", null), "invalid", "");
        assertThat(arrived().count()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"GET|/plan-attachments|", "GET|/plan-attachments/a-1|", "POST|/plan-attachments/a-1/suspend|", "GET|/usage|",
        "POST|/sms|{\"from\": \"globex\", \"message\": \"hello\"}"})
    void what_telegent_cannot_do_is_refused_before_anything_is_sent(String method, String action, String body) {
        Answer made = created();
        int before = arrived().count();

        Answer answer = gateway.send(GLOBEX, method, path(made) + action, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.text("/code")).isEqualTo("capability-missing");
        assertThat(arrived().count()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"leaseToken\": \"x\"}|/activation/leaseToken",
        "{\"msisdn\": \"+18015551234\", \"porting\": {\"firstName\": \"A\", \"lastName\": \"B\", \"accountNumber\": \"1\"}}|/activation/porting"})
    void an_activation_telegent_cannot_make_is_refused_with_its_field_and_nothing_is_sent(String activation, String pointer) {
        refused(create("ada@example.com", ", \"activation\": " + activation), "capability-missing", pointer);
        assertThat(arrived().count()).isZero();
    }

    @Test
    void what_telegent_does_not_keep_is_said() {
        Answer made = gateway.post(GLOBEX, SUBSCRIPTIONS, """
                {"productOfferingId": "mobile-10gb", "customerId": "c", "display": "Ada at home", "extensions": {"connect": {"tag": "home"}},
                 "subscriber": {"name": "Ada", "email": "a@example.com", "address": {"street1": "1 Main", "city": "X", "zip": "1", "country": "US"}},
                 "activation": {"sim": {"esim": true, "imei": "356938035643809"}}}""");

        assertThat(notices(made)).containsExactlyInAnyOrder("/subscriber/address", "/customerId", "/display", "/extensions",
                "/activation/sim/esim", "/activation/sim/imei");
        assertThat(arrived().to("POST", CREATE).body().has("ICCID")).isFalse();
    }

    @Test
    void many_orders_at_once_fetch_one_token_and_later_ones_reuse_it() {
        created();
        String known = gateway.truth("telegent").at("/0/subscriber").asText();
        gateway.control("POST", "/clock", "{\"advance\": \"PT1H\"}");
        int before = tokens().count();

        parallel(8, i -> order(known, i));

        assertThat(gateway.truth("telegent")).hasSize(9);
        assertThat(tokens().count() - before).as("the first order's token has expired, and all eight need a new one").isOne();
        int after = tokens().count();
        parallel(2, i -> order(known, 90 + i));
        assertThat(tokens().count()).as("a token is used until it expires").isEqualTo(after);
    }

    private static String order(String subscriber, int sim) {
        return """
                {"productOfferingId": "mobile-10gb", "customerId": "c", "extensions": {"telegent": {"subscriberId": "%s"}},
                 "activation": {"sim": {"iccid": "89012403971900030%02d"}}}""".formatted(subscriber, sim);
    }

    private static Arrived tokens() {
        return arrived().to("POST", TOKENS);
    }

    private static void parallel(int orders, IntFunction<String> body) {
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Answer>> running = IntStream.range(0, orders)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> gateway.post(GLOBEX, SUBSCRIPTIONS, body.apply(i)), pool)).toList();
            running.forEach(one -> assertThat(one.join().status()).as(one.join().body()).isEqualTo(201));
        }
    }

    @Test
    void each_endpoint_has_a_token_of_its_own() {
        created("ada@example.com", ", \"activation\": {\"msisdn\": \"+18015551234\"}");

        List<String> endpoints = tokens().bodies().stream().map(body -> body.path("ApiEndpoint").asText()).toList();
        String base = gateway.sandbox().baseUrl("telegent").toString();
        assertThat(endpoints).containsExactly(base + "/v1.0/numbers", base + "/v1.0/subscribers/create", base + "/v1.0/subscriptions");
    }

    @Test
    void a_token_that_has_expired_by_our_clock_is_not_used_again() {
        gateway.control("POST", "/clock", "{\"advance\": \"-PT1H\"}");
        Answer made = created();
        refreshed(made);
        int before = tokens().count();
        refreshed(made);
        refreshed(made);

        assertThat(tokens().count() - before).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void a_refused_token_is_dropped_and_fetched_once_more(int status) {
        created();
        int before = tokens().count();
        gateway.faults("telegent", "[{\"match\": \"POST /v1.0/subscriptions\", \"effect\": \"status:%d-before\", \"times\": 1}]".formatted(status));

        created("bob@example.com", ", \"activation\": {\"sim\": {\"iccid\": \"8901240397190002098\"}}");
        assertThat(tokens().count() - before).isOne();
        assertThat(gateway.truth("telegent")).hasSize(2);
    }

    @Test
    void a_fresh_token_that_is_refused_too_is_the_operators_business() {
        gateway.faults("telegent", "[{\"match\": \"POST /v1.0/subscriptions\", \"effect\": \"status:403-before\"}]");
        Answer answer = create("ada@example.com", ", \"activation\": " + SIM);

        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.text("/code")).isEqualTo("provider-credentials-refused");
        assertThat(arrived().to("POST", CREATE).count()).as("the first try and one more").isEqualTo(2);
        assertThat(gateway.truth("telegent")).isEmpty();
    }

    @Test
    void wrong_credentials_are_the_operators_business_and_nothing_else_is_sent() {
        Answer answer = create("ada@example.com", ", \"metadata\": {\"account\": \"wrong\"}, \"activation\": " + SIM);

        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.text("/code")).isEqualTo("provider-credentials-refused");
        assertThat(answer.headers()).containsKey("retry-after");
        assertThat(arrived().requests()).hasSameSizeAs(tokens().requests());
        assertThat(answer.body()).doesNotContain("not-the-secret");
    }

    @Test
    void the_password_of_a_subscriber_and_the_secret_are_written_nowhere() {
        created();
        String password = arrived().to("POST", "/v1\\.0/subscribers/create").done().body().path("Password").asText();
        String token = arrived().to("POST", CREATE).done().header("authorization").substring("Bearer ".length());

        gateway.faults("telegent", "[{\"match\": \"POST /v1.0/subscribers/create\", \"effect\": \"drop-after\"}]");
        assertThat(create("bob@example.com", ", \"activation\": " + SIM).status()).as("left open, so that all of it is kept").isEqualTo(202);
        String lost = arrived().to("POST", "/v1\\.0/subscribers/create").bodies().getLast().path("Password").asText();

        assertThat(password).hasSize(24).isNotEqualTo(lost);
        assertThat(Written.everywhere(gateway.database())).contains("ada@example.com")
                .doesNotContain(password).doesNotContain(lost).doesNotContain(SECRET).doesNotContain(token);
    }
}
