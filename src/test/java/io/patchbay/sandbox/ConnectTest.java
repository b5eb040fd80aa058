package io.patchbay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectTest extends SandboxFixture {

    private static final String SHELL = """
            {"productOfferingId":"po-mobile-10gb","customerId":"crm-1","referenceId":"ref-1",
             "subscriber":{"name":"John Doe","email":"john@example.com"},"metadata":{"source":"crm"},"unheardOf":true}""";
    private static final String IMMEDIATE = """
            {"productOfferingId":"po-mobile-10gb","customerId":"b47ac10b-58cc-4372-a567-0e02b2c3d479",
             "activation":{"sim":{"esim":true}}}""";

    private Response connect(String method, String path, String body, String... headers) throws Exception {
        String[] all = new String[headers.length + 2];
        all[0] = "X-Api-Key";
        all[1] = "connect-demo-key";
        System.arraycopy(headers, 0, all, 2, headers.length);
        return call(method, sandbox.baseUrl("connect") + path, body, all);
    }

    private String created(String body) throws Exception {
        return connect("POST", "/subscriptions", body).is(201).text("/subscriptionId");
    }

    @Test
    void a_call_without_the_right_key_is_refused() throws Exception {
        assertThat(call("GET", sandbox.baseUrl("connect") + "/subscriptions", null).is(401).text("/code")).isEqualTo("UNAUTHORIZED");
        call("GET", sandbox.baseUrl("connect") + "/subscriptions", null, "X-Api-Key", "wrong").is(401);
    }

    @Test
    void an_unknown_path_is_not_found() throws Exception {
        assertThat(connect("GET", "/nonsense", null).is(404).text("/code")).isEqualTo("NOT_FOUND");
    }

    @Test
    void an_immediate_create_is_pending_and_is_activated_after_the_delay() throws Exception {
        Response created = connect("POST", "/subscriptions", IMMEDIATE).is(201);

        assertThat(created.text("/status")).isEqualTo("PENDING");
        assertThat(created.text("/pendingStatus/status")).isEqualTo("ACTIVATED");
        assertThat(created.text("/msisdn")).startsWith("+1555");
        assertThat(created.text("/sim/iccid")).matches("\\d{19}");
        assertThat(created.json().has("activatedAt")).isFalse();

        advance("PT31S");
        Response activated = connect("GET", "/subscriptions/" + created.text("/subscriptionId"), null).is(200);
        assertThat(activated.text("/status")).isEqualTo("ACTIVATED");
        assertThat(activated.json().has("activatedAt")).isTrue();
        assertThat(activated.json().has("pendingStatus")).isFalse();
    }

    @Test
    void a_shell_has_neither_number_nor_sim_and_stays_pending_until_it_is_activated() throws Exception {
        Response shell = connect("POST", "/subscriptions", SHELL).is(201);
        assertThat(shell.json().has("msisdn") || shell.json().has("sim") || shell.json().has("pendingStatus")).isFalse();
        assertThat(shell.text("/metadata/source")).isEqualTo("crm");

        advance("P30D");
        assertThat(connect("GET", "/subscriptions/rid_ref-1", null).is(200).text("/status")).isEqualTo("PENDING");

        String activation = "{\"activation\":{\"msisdn\":\"+15551234567\",\"sim\":{\"esim\":false,\"iccid\":\"8946200508271016579\"}}}";
        connect("POST", "/subscriptions/rid_ref-1/activate", activation).is(200);
        advance("PT31S");
        assertThat(connect("GET", "/subscriptions/rid_ref-1", null).text("/status")).isEqualTo("ACTIVATED");
        assertThat(connect("POST", "/subscriptions/rid_ref-1/activate", activation).is(409).text("/code"))
                .isEqualTo("SUBSCRIPTION_NOT_PENDING");
    }

    @Test
    void an_activation_date_is_waited_for() throws Exception {
        now("2027-01-10T09:00:00Z");
        Response created = connect("POST", "/subscriptions",
                IMMEDIATE.replaceFirst("\\{", "{\"activationDate\":\"2027-01-15\",")).is(201);
        assertThat(created.text("/pendingStatus/scheduledAt")).isEqualTo("2027-01-15");
        String path = "/subscriptions/" + created.text("/subscriptionId");

        now("2027-01-14T23:59:00Z");
        assertThat(connect("GET", path, null).text("/status")).isEqualTo("PENDING");
        now("2027-01-15T00:00:00Z");
        assertThat(connect("GET", path, null).text("/activatedAt")).isEqualTo("2027-01-15T00:00:00Z");
    }

    @Test
    void an_activation_without_a_body_part_is_refused() throws Exception {
        created(SHELL);
        assertThat(connect("POST", "/subscriptions/rid_ref-1/activate", "{}").is(400).text("/details/0/property"))
                .isEqualTo("activation");
        connect("POST", "/subscriptions/rid_ref-1/activate", "[]").is(400);
        connect("POST", "/subscriptions/unknown/activate", "{\"activation\":{}}").is(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                               | productOfferingId               | FIELD_REQUIRED
            {"productOfferingId":"po-mobile-10gb"}                                           | customerId                      | FIELD_REQUIRED
            {"productOfferingId":1,"customerId":"c"}                                         | productOfferingId               | INVALID_FORMAT
            {"productOfferingId":"p","customerId":"c","referenceId":""}                      | referenceId                     | INVALID_FORMAT
            {"productOfferingId":"p","customerId":"c","metadata":"x"}                        | metadata                        | INVALID_FORMAT
            {"productOfferingId":"p","customerId":"c","activationDate":"tomorrow"}           | activationDate                  | INVALID_FORMAT
            {"productOfferingId":"p","customerId":"c","activation":{"msisdn":"555"}}         | activation.msisdn               | INVALID_FORMAT
            {"productOfferingId":"p","customerId":"c","activation":{"sim":{"esim":false}}}   | activation.sim.iccid            | FIELD_REQUIRED
            {"productOfferingId":"p","customerId":"c","activation":{"sim":{"iccid":"12"}}}   | activation.sim.iccid            | INVALID_FORMAT
            {"productOfferingId":"p","customerId":"c","activation":{"sim":{"imei":"12"}}}    | activation.sim.imei             | INVALID_FORMAT
            {"productOfferingId":"p","customerId":"c","activation":{"leaseToken":"lease_x"}} | activation.leaseToken           | INVALID_FORMAT
            """)
    void a_malformed_create_names_the_field(String body, String property, String code) throws Exception {
        Response refused = connect("POST", "/subscriptions", body).is(400);
        assertThat(refused.text("/code")).isEqualTo("VALIDATION_ERROR");
        assertThat(refused.text("/details/0/property")).isEqualTo(property);
        assertThat(refused.text("/details/0/code")).isEqualTo(code);
        assertThat(truth("connect")).isEmpty();
    }

    @Test
    void a_body_that_is_no_object_is_refused() throws Exception {
        assertThat(connect("POST", "/subscriptions", "not json").is(400).text("/code")).isEqualTo("VALIDATION_ERROR");
    }

    @Test
    void unknown_offering_and_customer_are_not_found() throws Exception {
        assertThat(connect("POST", "/subscriptions", SHELL.replace("po-mobile-10gb", "po-x")).is(404).text("/code"))
                .isEqualTo("PRODUCT_OFFERING_NOT_FOUND");
        assertThat(connect("POST", "/subscriptions", SHELL.replace("crm-1", "unknown-1")).is(404).text("/code"))
                .isEqualTo("CUSTOMER_NOT_FOUND");
        settings("connect", "{\"customers\":\"none\"}");
        connect("POST", "/subscriptions", SHELL).is(404);
    }

    @Test
    void a_reference_id_is_unique() throws Exception {
        created(SHELL);
        assertThat(connect("POST", "/subscriptions", SHELL).is(409).text("/code")).isEqualTo("REFERENCE_ID_TAKEN");
        assertThat(truth("connect")).hasSize(1);
    }

    @Test
    void managed_billing_forbids_creates() throws Exception {
        settings("connect", "{\"billingManaged\":true}");
        assertThat(connect("POST", "/subscriptions", SHELL).is(403).text("/code")).isEqualTo("FORBIDDEN");
    }

    @Test
    void a_used_up_rate_limit_is_429_with_a_wait_and_ends_with_the_minute() throws Exception {
        settings("connect", "{\"requestsPerMinute\":1}");
        connect("GET", "/subscriptions", null).is(200);
        Response throttled = connect("GET", "/subscriptions", null).is(429);
        assertThat(throttled.text("/code")).isEqualTo("RATE_LIMIT_EXCEEDED");
        assertThat(throttled.raw().headers().firstValue("Retry-After")).isPresent();
        advance("PT61S");
        connect("GET", "/subscriptions", null).is(200);
    }

    @Test
    void the_same_bytes_under_the_same_key_get_the_same_answer_and_do_nothing_more() throws Exception {
        Response first = connect("POST", "/subscriptions", SHELL, "X-Idempotency-Key", "k1").is(201);
        advance("PT1H");
        Response second = connect("POST", "/subscriptions", SHELL, "X-Idempotency-Key", "k1").is(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(truth("connect")).hasSize(1);
    }

    @Test
    void a_client_error_is_replayed_too() throws Exception {
        String body = SHELL.replace("crm-1", "unknown-1");
        Response first = connect("POST", "/subscriptions", body, "X-Idempotency-Key", "k1").is(404);
        assertThat(connect("POST", "/subscriptions", body, "X-Idempotency-Key", "k1").is(404).body()).isEqualTo(first.body());
        assertThat(connect("POST", "/subscriptions", SHELL, "X-Idempotency-Key", "k1").is(409).text("/code"))
                .isEqualTo("idempotency_key_mismatch");
    }

    @Test
    void a_key_with_other_bytes_url_or_user_is_a_mismatch() throws Exception {
        connect("POST", "/subscriptions", SHELL, "X-Idempotency-Key", "k1").is(201);
        connect("POST", "/subscriptions", SHELL + " ", "X-Idempotency-Key", "k1").is(409);
        connect("POST", "/subscriptions?x=1", SHELL, "X-Idempotency-Key", "k1").is(409);
        assertThat(connect("POST", "/subscriptions", SHELL, "X-Idempotency-Key", "k1", "Authorization", "Bearer other")
                .is(409).text("/code")).isEqualTo("idempotency_key_mismatch");
    }

    @Test
    void a_key_is_free_again_after_24_hours() throws Exception {
        connect("POST", "/subscriptions", IMMEDIATE, "X-Idempotency-Key", "k1").is(201);
        advance("PT24H");
        connect("POST", "/subscriptions", IMMEDIATE, "X-Idempotency-Key", "k1").is(201);
        assertThat(truth("connect")).hasSize(2);
    }

    @Test
    void a_key_that_is_too_long_is_refused() throws Exception {
        connect("POST", "/subscriptions", SHELL, "X-Idempotency-Key", "k".repeat(257)).is(400);
    }

    @Test
    void a_key_is_locked_while_its_request_is_in_flight() throws Exception {
        faults("connect", "[{\"match\":\"POST /subscriptions\",\"effect\":\"delay\",\"millis\":600000,\"times\":1}]");
        CompletableFuture<HttpResponse<String>> slow = http.sendAsync(request("POST", sandbox.baseUrl("connect") + "/subscriptions",
                SHELL, "X-Api-Key", "connect-demo-key", "X-Idempotency-Key", "k1"), HttpResponse.BodyHandlers.ofString());
        await().until(() -> control("GET", "/control/connect/requests", null).json().size() == 1);

        await().untilAsserted(() -> assertThat(connect("POST", "/subscriptions", SHELL, "X-Idempotency-Key", "k1").text("/code"))
                .isEqualTo("idempotency_key_locked"));
        assertThat(truth("connect")).isEmpty();
        slow.cancel(true);
    }

    @Test
    void creates_at_the_same_time_under_one_key_make_one_subscription() throws Exception {
        HttpRequest request = request("POST", sandbox.baseUrl("connect") + "/subscriptions", IMMEDIATE,
                "X-Api-Key", "connect-demo-key", "X-Idempotency-Key", "k1");
        List<CompletableFuture<HttpResponse<String>>> calls = Stream.generate(
                () -> http.sendAsync(request, HttpResponse.BodyHandlers.ofString())).limit(40).toList();
        assertThat(calls).map(call -> call.join().statusCode()).contains(201).isSubsetOf(201, 409);
        assertThat(truth("connect")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"CancelNextDay,2027-01-11", "CancelAtBeginningOfNextMonth,2027-02-01", "CancelAtDate,2027-03-05"})
    void a_cancellation_is_scheduled_and_happens_when_its_day_comes(String type, String day) throws Exception {
        now("2027-01-10T09:00:00Z");
        String path = "/subscriptions/" + created(IMMEDIATE);
        advance("PT1M");
        Response scheduled = connect("POST", path + "/cancel",
                "{\"cancelAt\":{\"type\":\"" + type + "\",\"date\":\"2027-03-05\"},\"reason\":\"NO_NEED\"}").is(200);
        assertThat(scheduled.text("/status")).isEqualTo("ACTIVATED");
        assertThat(scheduled.text("/pendingStatus/status")).isEqualTo("CANCELLED");
        assertThat(scheduled.text("/pendingStatus/scheduledAt")).isEqualTo(day);

        now(day + "T00:00:00Z");
        Response cancelled = connect("GET", path, null).is(200);
        assertThat(cancelled.text("/status")).isEqualTo("CANCELLED");
        assertThat(cancelled.text("/cancelledAt")).isEqualTo(day + "T00:00:00Z");
        assertThat(connect("POST", path + "/cancel", "{\"cancelAt\":{\"type\":\"CancelNextDay\"}}").is(409).text("/code"))
                .isEqualTo("SUBSCRIPTION_CANCELLED");
        assertThat(truth("connect").getFirst().path("deleted").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"reason":"NO_NEED"}                                                   | cancelAt.type
            {"cancelAt":{"type":"Now"}}                                            | cancelAt.type
            {"cancelAt":{"type":"CancelAtDate"}}                                   | cancelAt.date
            {"cancelAt":{"type":"CancelAtDate","date":"2001-01-01"}}               | cancelAt.date
            {"cancelAt":{"type":"CancelNextDay"},"reason":"BORED"}                 | reason
            {"cancelAt":{"type":"CancelNextDay"},"reason":"OTHER"}                 | comment
            """)
    void a_malformed_cancellation_names_the_field(String body, String property) throws Exception {
        created(SHELL);
        assertThat(connect("POST", "/subscriptions/rid_ref-1/cancel", body).is(400).text("/details/0/property")).isEqualTo(property);
    }

    @Test
    void lists_are_paged_by_cursor() throws Exception {
        for (int i = 0; i < 3; i++) {
            created(IMMEDIATE);
        }
        Response first = connect("GET", "/subscriptions?limit=2", null).is(200);
        assertThat(first.json().path("items")).hasSize(2);
        Response last = connect("GET", "/subscriptions?limit=2&cursor=" + first.text("/pagination/nextCursor"), null).is(200);
        assertThat(last.json().path("items")).hasSize(1);
        assertThat(last.json().path("pagination").has("nextCursor")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=1001", "limit=x", "cursor=%21", "cursor=QUJD"})
    void a_bad_page_request_is_refused(String query) throws Exception {
        connect("GET", "/subscriptions?" + query, null).is(400);
    }

    @Test
    void an_esim_has_a_qr_code_and_a_physical_sim_has_none() throws Exception {
        String esim = created(IMMEDIATE);
        assertThat(connect("GET", "/subscriptions/" + esim + "/esim/qrcode", null).is(200).text("/qrCodeData")).startsWith("LPA:1$");
        String physical = created(IMMEDIATE.replace("\"esim\":true", "\"esim\":false,\"iccid\":\"8946200508271016579\""));
        connect("GET", "/subscriptions/" + physical + "/esim/qrcode", null).is(404);
        assertThat(connect("GET", "/inventory/sims/8946200508271016579", null).is(200).text("/status")).isEqualTo("IN_USE");
        assertThat(connect("GET", "/inventory/sims/8946200508271016580", null).is(200).text("/status")).isEqualTo("AVAILABLE");
        connect("GET", "/inventory/sims/abc", null).is(404);
    }

    @Test
    void usage_and_port_in_are_read_per_subscription() throws Exception {
        String id = created(IMMEDIATE.replace("\"sim\"", "\"msisdn\":\"+15551112222\",\"porting\":{\"details\":{\"passcode\":\"1\"}},\"sim\""));
        assertThat(connect("GET", "/subscriptions/" + id + "/in-porting", null).is(200).text("/status")).isEqualTo("PENDING");
        assertThat(connect("GET", "/subscriptions/" + id + "/usage", null).is(200).json().has("period")).isTrue();
        connect("GET", "/subscriptions/" + created(SHELL) + "/in-porting", null).is(404);
        connect("GET", "/subscriptions/none/usage", null).is(404);
    }

    @Test
    void add_ons_are_added_and_listed() throws Exception {
        String path = "/subscriptions/" + created(IMMEDIATE) + "/addons";
        assertThat(connect("GET", path, null).is(200).json().path("items")).isEmpty();
        connect("POST", path, "{\"productOfferingId\":\"po-addon-5gb\"}").is(201);
        assertThat(connect("POST", path, "{\"productOfferingId\":\"po-addon-5gb\",\"scheduledAt\":\"2099-01-01\"}").is(201)
                .text("/status")).isEqualTo("PENDING");
        connect("POST", path, "{\"productOfferingId\":\"po-mobile-1gb\"}").is(404);
        connect("POST", path, "{}").is(400);
        assertThat(connect("GET", path, null).json().path("items")).hasSize(2);
    }

    @Test
    void leased_numbers_can_be_used_with_their_token_for_an_hour() throws Exception {
        Response lease = connect("POST", "/inventory/lease-numbers", "{\"types\":[\"CELL\"],\"count\":2}").is(200);
        assertThat(lease.json().path("numbers")).hasSize(2);
        String body = IMMEDIATE.replace("\"sim\"", "\"msisdn\":\"%s\",\"leaseToken\":\"%s\",\"sim\""
                .formatted(lease.text("/numbers/0/msisdn"), lease.text("/leaseToken")));
        created(body);
        advance("PT1H");
        connect("POST", "/subscriptions", body).is(400);
        connect("POST", "/inventory/lease-numbers", "{\"types\":[\"CELL\"],\"count\":11}").is(400);
        connect("POST", "/inventory/lease-numbers", "{\"count\":1}").is(400);
    }

    @Test
    void offerings_are_listed_by_type_and_read_by_id() throws Exception {
        JsonNode items = connect("GET", "/product-offerings?types=SUBSCRIPTION", null).is(200).json().path("items");
        assertThat(items.findValuesAsText("productOfferingId")).containsExactly("po-mobile-10gb", "po-mobile-1gb");
        connect("GET", "/product-offerings/po-mobile-1gb", null).is(200);
        connect("GET", "/product-offerings/po-none", null).is(404);
    }

    @Test
    void the_back_door_sets_states_that_the_api_cannot() throws Exception {
        String id = created(IMMEDIATE);
        control("POST", "/control/connect/subscriptions/" + id + "/status", "{\"status\":\"PAUSED\"}").is(200);
        advance("PT1H");
        assertThat(connect("GET", "/subscriptions/" + id, null).text("/status")).isEqualTo("PAUSED");
        assertThat(control("POST", "/control/connect/subscriptions/" + id + "/status", "{\"status\":\"X\"}").is(400).text("/field"))
                .isEqualTo("status");
        control("POST", "/control/connect/subscriptions/none/status", "{\"status\":\"PAUSED\"}").is(404);
    }
}
