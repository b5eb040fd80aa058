package io.patchbay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TellisimTest extends SandboxFixture {

    private static final String GREEN = "0a3ee1d6-fe5e-4561-91a0-d4649aaf0754";
    private static final String BLUE = "39c3ae26-22a5-49cb-93ca-2fe65b3a5c69";
    private static final String NOW = "2027-01-10T12:00:00Z";

    private Response tellisim(String method, String path, String body) throws Exception {
        return call(method, sandbox.baseUrl("tellisim") + path + (path.contains("?") ? "&" : "?") + "key=tellisim-demo-key", body);
    }

    private Response create(String plan, String more) throws Exception {
        return tellisim("POST", "/v3/subscription", "{\"plan_id\":\"%s\",\"metadata\":\"gw:1\"%s}".formatted(plan, more));
    }

    private String createdIccid(String plan, String more) throws Exception {
        return create(plan, more).is(201).text("/esimdata/iccid");
    }

    private JsonNode attachments(String iccid) throws Exception {
        return tellisim("GET", "/v3/subscriptions/" + iccid + "/plan-attachments", null).is(200).json().path("data");
    }

    private List<String> states(String iccid) throws Exception {
        return attachments(iccid).findValuesAsText("state");
    }

    @Test
    void a_missing_and_a_wrong_key_are_refused() throws Exception {
        Response missing = call("GET", sandbox.baseUrl("tellisim") + "/v3/subscription", null).is(401);
        assertThat(missing.text("/message")).isEqualTo("Unauthorized: API key is missing");
        assertThat(missing.json().path("error").asBoolean()).isTrue();
        call("GET", sandbox.baseUrl("tellisim") + "/v3/subscription?key=wrong", null).is(401);
    }

    @Test
    void a_create_answers_flat_without_times_and_picks_a_free_esim() throws Exception {
        Response created = create(GREEN, "").is(201);
        assertThat(created.json().has("error") || created.json().has("data") || created.json().has("activation_at")).isFalse();
        assertThat(created.text("/esimdata/iccid")).matches("8937103400004\\d{6}");
        assertThat(created.text("/esimdata/label")).isEqualTo("green");
        assertThat(created.text("/esimdata/lpa_string")).startsWith("LPA:1$sandbox.tellisim.example$");

        Response read = tellisim("GET", "/v3/subscriptions/" + created.text("/esimdata/iccid"), null).is(200);
        assertThat(read.json().path("error").asBoolean()).isFalse();
        assertThat(read.text("/data/subscription_id")).isEqualTo(created.text("/subscription_id"));
        assertThat(read.text("/data/metadata")).isEqualTo("gw:1");
        assertThat(read.json().at("/data/esim").isObject()).isTrue();
        assertThat(tellisim("GET", "/v3/subscription", null).is(200).text("/data/0/esim/label")).isEqualTo("Green");
    }

    @Test
    void a_named_esim_is_used_and_cannot_be_used_twice() throws Exception {
        String free = tellisim("GET", "/v3/sims?is_esim=true&label=Blue", null).is(200).text("/data/3/iccid");
        assertThat(createdIccid(BLUE, ",\"iccid\":\"" + free + "\"")).isEqualTo(free);
        Response taken = create(BLUE, ",\"iccid\":\"" + free + "\"").is(409);
        assertThat(taken.text("/message")).isEqualTo("SIM already has a subscription");
        assertThat(tellisim("GET", "/v3/sims/" + free, null).is(200).json().at("/data/used").asBoolean()).isTrue();
        assertThat(truth("tellisim")).hasSize(1);
    }

    @Test
    void a_sim_out_of_stock_is_taken_for_a_physical_one() throws Exception {
        Response created = create(GREEN, ",\"iccid\":\"8948010000031324502\"").is(201);
        assertThat(created.json().at("/esimdata/lpa_string").isNull()).isTrue();
        assertThat(create(GREEN, ",\"iccid\":\"1234\"").is(404).text("/message")).isEqualTo("SIM not found");
    }

    @Test
    void a_sim_of_another_label_is_refused() throws Exception {
        create(BLUE, ",\"iccid\":\"8937103400004100001\"").is(400);
    }

    @Test
    void an_empty_stock_is_a_404() throws Exception {
        settings("tellisim", "{\"stockPerLabel\":1}");
        create(GREEN, "").is(201);
        assertThat(create(GREEN, "").is(404).text("/message"))
                .isEqualTo("No available eSIM record found for the specified plan label");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"plan_id\":\"x\"}", "{\"metadata\":\"x\"}", "{\"plan_id\":\"x\",\"metadata\":\"x\",\"iccid\":5}"})
    void a_malformed_create_is_refused(String body) throws Exception {
        assertThat(tellisim("POST", "/v3/subscription", body).is(400).json().path("error").asBoolean()).isTrue();
    }

    @Test
    void an_unknown_plan_and_an_unknown_path_are_not_found() throws Exception {
        create("none", "").is(404);
        tellisim("GET", "/v3/nonsense", null).is(404);
    }

    /** The decision table of active_period; hours are relative to now, "-" leaves the field out. */
    @ParameterizedTest
    @CsvSource({
            "green, -1,  -,   400", "green, -,   24,  400", "green, -,   -,   400",
            "green, 1,   24,  201", "green, -48, -24, 201", "green, 900, 999, 201", "green, 24, 24, 400", "green, 24, 1, 400",
            "blue,  -23, -,   201", "blue,  -25, -,   400", "blue,  0,   -,   201", "blue,  12,  -,   201",
            "blue,  13,  -,   201", "blue,  13,  99,  201", "blue,  13,  1,   400", "blue,  -,   24,  400", "blue, -, -, 400"})
    void active_period_is_accepted_or_refused_by_plan_and_time(String plan, String start, String end, int status) throws Exception {
        now(NOW);
        String period = (start.equals("-") ? "" : "\"start\":\"" + at(start) + "\"")
                + (start.equals("-") || end.equals("-") ? "" : ",") + (end.equals("-") ? "" : "\"end\":\"" + at(end) + "\"");
        Response answer = create(plan.equals("green") ? GREEN : BLUE, ",\"active_period\":{" + period + "}").is(status);
        if (status == 201) {
            assertThat(Instant.parse(answer.text("/activation_at")))
                    .isEqualTo(LocalDateTime.parse(at(start)).toInstant(ZoneOffset.UTC));
            assertThat(answer.json().path("expiration_at").isNull()).isEqualTo(end.equals("-"));
        } else {
            assertThat(answer.text("/message")).contains("active_period");
        }
    }

    private static String at(String hours) {
        return Instant.parse(NOW).plusSeconds(3600L * Integer.parseInt(hours)).toString().replace("Z", ".533603");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "\"x\"", "{\"start\":\"soon\",\"end\":\"later\"}", "{\"start\":1,\"end\":2}"})
    void a_malformed_active_period_is_refused(String period) throws Exception {
        create(GREEN, ",\"active_period\":" + period).is(400);
    }

    @Test
    void times_with_and_without_a_zone_are_understood() throws Exception {
        Response zoneless = create(GREEN, ",\"active_period\":{\"start\":\"2027-12-10T15:03:28.533603\",\"end\":\"2027-12-20T15:03:28Z\"}").is(201);
        assertThat(zoneless.text("/activation_at")).isEqualTo("2027-12-10T15:03:28.533603Z");
        Response offset = create(GREEN, ",\"active_period\":{\"start\":\"2027-12-10T15:03:28+02:00\",\"end\":\"2027-12-20T15:03:28Z\"}").is(201);
        assertThat(offset.text("/activation_at")).isEqualTo("2027-12-10T13:03:28Z");
    }

    @Test
    void without_a_period_a_package_waits_for_first_use_and_ends_after_its_days() throws Exception {
        String iccid = createdIccid(GREEN, ",\"active_period\":null");
        assertThat(states(iccid)).containsExactly("PENDING_FOR_FIRST_USE");
        assertThat(attachments(iccid).at("/0/activation_at").isNull()).isTrue();
        assertThat(truth("tellisim").getFirst().path("status").asText()).isEqualTo("PENDING");
        advance("P40D");
        assertThat(control("POST", "/control/tellisim/sims/" + iccid + "/first-use", null).is(200).text("/status")).isEqualTo("ACTIVE");
        assertThat(states(iccid)).containsExactly("ACTIVE");
        advance("P30D");
        assertThat(states(iccid)).containsExactly("EXPIRED");
    }

    @Test
    void a_window_ahead_is_created_then_active_then_expired() throws Exception {
        now(NOW);
        String iccid = createdIccid(GREEN, ",\"active_period\":{\"start\":\"2027-01-11T00:00:00\",\"end\":\"2027-01-12T00:00:00\"}");
        assertThat(states(iccid)).containsExactly("CREATED");
        now("2027-01-11T00:00:00Z");
        assertThat(states(iccid)).containsExactly("ACTIVE");
        now("2027-01-12T00:00:00Z");
        assertThat(states(iccid)).containsExactly("EXPIRED");
        assertThat(truth("tellisim").getFirst().path("status").asText()).isEqualTo("EXPIRED");
    }

    @Test
    void a_recurring_start_within_twelve_hours_is_packaged_at_once_and_again_each_month() throws Exception {
        now(NOW);
        String iccid = createdIccid(BLUE, ",\"active_period\":{\"start\":\"2027-01-10T23:00:00\"}");
        assertThat(states(iccid)).containsExactly("CREATED");
        now("2027-01-10T23:00:00Z");
        assertThat(states(iccid)).containsExactly("ACTIVE");
        now("2027-02-10T23:00:00Z");
        assertThat(states(iccid)).containsExactly("EXPIRED", "ACTIVE");
        now("2030-01-01T00:00:00Z");
        assertThat(states(iccid)).hasSize(12).containsOnly("EXPIRED");
    }

    @Test
    void a_recurring_start_further_ahead_has_no_package_until_twelve_hours_before() throws Exception {
        now(NOW);
        String iccid = createdIccid(BLUE, ",\"active_period\":{\"start\":\"2027-01-20T00:00:00\"}");
        assertThat(states(iccid)).isEmpty();
        assertThat(truth("tellisim").getFirst().path("status").asText()).isEqualTo("PENDING");
        now("2027-01-19T12:00:00Z");
        assertThat(states(iccid)).containsExactly("CREATED");
        now("2027-01-20T00:00:00Z");
        assertThat(states(iccid)).containsExactly("ACTIVE");
    }

    @Test
    void one_attachment_is_read_by_its_own_or_its_plans_id_and_says_error_on_success() throws Exception {
        String iccid = createdIccid(GREEN, "");
        String id = attachments(iccid).at("/0/plan_attachment_id").asText();
        for (String either : List.of(id, GREEN)) {
            Response read = tellisim("GET", "/v3/subscriptions/" + iccid + "/plan-attachments/" + either, null).is(200);
            assertThat(read.text("/data/plan/_id")).isEqualTo(GREEN);
            assertThat(read.json().path("error").asBoolean()).isTrue();
        }
        tellisim("GET", "/v3/subscriptions/" + iccid + "/plan-attachments/none", null).is(404);
        tellisim("GET", "/v3/subscriptions/8900000000000000000/plan-attachments", null).is(404);
    }

    @Test
    void suspending_is_final() throws Exception {
        String iccid = createdIccid(GREEN, "");
        String suspend = "/v3/subscriptions/" + iccid + "/plan-attachments/" + attachments(iccid).at("/0/plan_attachment_id").asText() + "/suspend";
        assertThat(tellisim("POST", suspend, null).is(200).text("/message")).isEqualTo("Plan attachment suspended successfully");
        tellisim("POST", suspend, null).is(200);
        control("POST", "/control/tellisim/sims/" + iccid + "/first-use", null).is(200);
        assertThat(states(iccid)).containsExactly("SUSPENDED");
        assertThat(truth("tellisim").getFirst().path("status").asText()).isEqualTo("SUSPENDED");
        tellisim("POST", suspend.replaceFirst("plan-attachments/[^/]+", "plan-attachments/none"), null).is(404);
    }

    @Test
    void an_expired_package_cannot_be_suspended() throws Exception {
        String iccid = createdIccid(GREEN, ",\"active_period\":{\"start\":\"2020-01-01T00:00:00\",\"end\":\"2020-01-02T00:00:00\"}");
        String id = attachments(iccid).at("/0/plan_attachment_id").asText();
        tellisim("POST", "/v3/subscriptions/" + iccid + "/plan-attachments/" + id + "/suspend", null).is(400);
    }

    @Test
    void a_deleted_subscription_gives_its_iccid_back_for_a_new_one() throws Exception {
        Response first = create(GREEN, "").is(201);
        String iccid = first.text("/esimdata/iccid");
        assertThat(tellisim("DELETE", "/v3/subscriptions/" + iccid, null).is(200).text("/message"))
                .isEqualTo("Subscription deleted successfully");
        tellisim("DELETE", "/v3/subscriptions/" + iccid, null).is(404);
        tellisim("GET", "/v3/subscriptions/" + iccid, null).is(404);

        Response second = create(GREEN, "").is(201);
        assertThat(second.text("/esimdata/iccid")).isEqualTo(iccid);
        assertThat(second.text("/subscription_id")).isNotEqualTo(first.text("/subscription_id"));
        assertThat(truth("tellisim")).extracting(one -> one.path("deleted").asBoolean()).containsExactly(true, false);
    }

    @Test
    void an_installed_esim_cannot_be_deleted() throws Exception {
        String iccid = createdIccid(GREEN, "");
        assertThat(tellisim("GET", "/v3/sims/" + iccid + "/smdp-info", null).is(200).json().at("/data/state_history")).isEmpty();
        control("POST", "/control/tellisim/sims/" + iccid + "/install", null).is(200);
        assertThat(tellisim("GET", "/v3/sims/" + iccid + "/smdp-info", null).text("/data/current_status")).isEqualTo("BPP Installation");
        assertThat(tellisim("DELETE", "/v3/subscriptions/" + iccid, null).is(403).text("/message"))
                .isEqualTo("Cannot delete a subscription whose esim was installed on a device");
    }

    @Test
    void the_back_doors_know_no_unknown_sim() throws Exception {
        control("POST", "/control/tellisim/sims/1/install", null).is(404);
        control("POST", "/control/tellisim/sims/8937103400004100001/first-use", null).is(404);
    }

    @Test
    void a_message_is_sent_or_refused() throws Exception {
        String path = "/v3/subscriptions/" + createdIccid(GREEN, "") + "/send-sms";
        assertThat(tellisim("POST", path, "{\"from\":\"a\",\"message\":\"b\"}").is(200).text("/message")).isEqualTo("SMS sent successfully");
        tellisim("POST", path, "{\"from\":\"a\"}").is(400);
        tellisim("POST", "/v3/subscriptions/1/send-sms", "{\"from\":\"a\",\"message\":\"b\"}").is(404);
    }

    @Test
    void a_location_is_known_for_seven_days_and_has_no_data_envelope() throws Exception {
        String iccid = createdIccid(GREEN, "");
        String path = "/v3/subscriptions/" + iccid + "/location";
        Response never = tellisim("GET", path, null).is(200);
        assertThat(never.json().has("data")).isFalse();
        assertThat(never.json().path("last_operator").isNull()).isTrue();
        control("POST", "/control/tellisim/sims/" + iccid + "/first-use", null).is(200);
        assertThat(tellisim("GET", path, null).text("/last_operator/country_alpha_2")).isEqualTo("us");
        advance("P8D");
        assertThat(tellisim("GET", path, null).json().path("last_operator").isNull()).isTrue();
    }

    @Test
    void network_events_want_a_short_period() throws Exception {
        now(NOW);
        String iccid = createdIccid(GREEN, "");
        String path = "/v3/subscriptions/" + iccid + "/network-events";
        control("POST", "/control/tellisim/sims/" + iccid + "/first-use", null).is(200);
        Response events = tellisim("POST", path, period("2027-01-05", "2027-01-11")).is(200);
        assertThat(events.text("/label")).isEqualTo("Green");
        assertThat(events.json().at("/data/4g_or_5g_attach")).hasSize(1);
        assertThat(tellisim("POST", path, period("2027-01-05", "2027-01-12")).is(400).text("/message")).isEqualTo("Invalid period");
        tellisim("POST", path, period("2027-01-05", "2027-01-05")).is(400);
        tellisim("POST", path, "{}").is(400);
        tellisim("POST", path.replace(iccid, "1"), period("2027-01-05", "2027-01-11")).is(404);
    }

    private static String period(String start, String end) {
        return "{\"period\":{\"start\":\"%s\",\"end\":\"%s\"}}".formatted(start, end);
    }

    @Test
    void sims_are_paged_with_an_opaque_cursor() throws Exception {
        settings("tellisim", "{\"stockPerLabel\":13}");
        Response first = tellisim("GET", "/v3/sims?page_size=25", null).is(200);
        assertThat(first.json().path("data")).hasSize(25);
        assertThat(first.text("/next_page")).isEqualTo("MQ==");
        Response last = tellisim("GET", "/v3/sims?page_size=25&page=MQ%3D%3D", null).is(200);
        assertThat(last.json().path("data")).hasSize(1);
        assertThat(last.json().path("next_page").isNull()).isTrue();
        assertThat(tellisim("GET", "/v3/sims", null).json().path("data")).hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"page_size=0", "page_size=26", "page_size=x", "page=%21"})
    void a_bad_page_request_is_refused(String query) throws Exception {
        tellisim("GET", "/v3/plans?" + query, null).is(400);
    }

    @Test
    void plans_sims_coverage_and_operators_are_read() throws Exception {
        assertThat(tellisim("GET", "/v3/plans?label=Blue", null).is(200).json().path("data").findValuesAsText("plan_id")).containsExactly(BLUE);
        assertThat(tellisim("GET", "/v3/plans/" + BLUE, null).is(200).json().at("/data/recurring").asBoolean()).isTrue();
        tellisim("GET", "/v3/plans/none", null).is(404);
        Response sim = tellisim("GET", "/v3/sims/8937103400004100001", null).is(200);
        assertThat(sim.json().path("error").asBoolean()).isTrue();
        assertThat(sim.text("/data/label")).isEqualTo("Green");
        tellisim("GET", "/v3/sims/1", null).is(404);
        tellisim("GET", "/v3/sims/1/smdp-info", null).is(404);
        String coverage = tellisim("GET", "/v3/coverage-profiles?region_code=US", null).is(200).text("/data/0/coverage_id");
        tellisim("GET", "/v3/coverage-profiles/" + coverage, null).is(200);
        tellisim("GET", "/v3/coverage-profiles/none", null).is(404);
        String operator = tellisim("GET", "/v3/operators?iso2_codes=MX,US", null).is(200).text("/data/0/operator_id");
        tellisim("GET", "/v3/operators/" + operator, null).is(200);
        tellisim("GET", "/v3/operators/none", null).is(404);
    }

    @Test
    void creates_at_the_same_time_get_different_sims() throws Exception {
        HttpRequest request = request("POST", sandbox.baseUrl("tellisim") + "/v3/subscription?key=tellisim-demo-key",
                "{\"plan_id\":\"%s\",\"metadata\":\"gw:1\"}".formatted(GREEN));
        List<CompletableFuture<HttpResponse<String>>> calls = Stream.generate(
                () -> http.sendAsync(request, HttpResponse.BodyHandlers.ofString())).limit(40).toList();
        assertThat(calls).map(call -> response(call.join()).is(201).text("/esimdata/iccid")).doesNotHaveDuplicates();
        assertThat(truth("tellisim")).hasSize(40);
    }

    @Test
    void a_rate_limit_can_be_switched_on_and_has_no_documented_wait() throws Exception {
        settings("tellisim", "{\"requestsPerMinute\":1}");
        tellisim("GET", "/v3/subscription", null).is(200);
        assertThat(tellisim("GET", "/v3/subscription", null).is(429).raw().headers().firstValue("Retry-After")).isEmpty();
    }
}
