package io.patchbay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelegentTest extends SandboxFixture {

    private static final String PACKAGE = "PID-9a8435dc-ca6e-4a98-b761-5e6dc04447db";
    private static final String KEY = "DID-1e24785a-3f3c-7db1-89d7-956d80fd0000";

    private String base() {
        return sandbox.baseUrl("telegent").toString();
    }

    private Response token(String key, String secret, String endpoint) throws Exception {
        return call("POST", base() + "/v1.0/oauth2/tokens", """
                {"AccountKey":"%s","AccountSecret":"%s","ApiEndpoint":"%s"}""".formatted(key, secret, endpoint));
    }

    private String tokenFor(String path) throws Exception {
        return token(KEY, "telegent-demo-secret", base() + path).is(200).text("/token");
    }

    private Response telegent(String method, String path, String body) throws Exception {
        return call(method, base() + path, body, "Authorization", "Bearer " + tokenFor(path.replaceFirst("\\?.*", "")));
    }

    private String subscriber(String email) throws Exception {
        return telegent("POST", "/v1.0/subscribers/create", subscriberBody(email)).is(200).text("/SubscriberId");
    }

    private static String subscriberBody(String email) {
        return """
                {"Name":"Jane Doe","Email":"%s","PhoneNumbers":["+18015551234"],"Role":"Subscriber","Password":"x",
                 "AccountId":"AID-ceb82085-2725-45a1-bd5e-526ed19799d7"}""".formatted(email);
    }

    private String numberId(String number) throws Exception {
        return telegent("GET", "/v1.0/numbers?Number=%2B" + number, null).is(200).text("/TNID");
    }

    private String subscriptionBody() throws Exception {
        return """
                {"SubscriberId":"%s","PackageId":"%s","Type":"mvno","TNID":"%s","ICCID":"8901240397190002080"}"""
                .formatted(subscriber("jane@example.com"), PACKAGE, numberId("18015551234"));
    }

    @Test
    void a_token_has_a_us_expiry_in_utc() throws Exception {
        now("2027-05-02T18:31:13Z");
        Response token = token(KEY, "telegent-demo-secret", base() + "/v1.0/subscriptions").is(200);
        assertThat(token.json().path("successful").asBoolean()).isTrue();
        assertThat(token.text("/token").split("\\.")).hasSize(3);
        assertThat(token.text("/tokenExpiry")).startsWith("05/02/2027 06:36:").endsWith(" PM");
    }

    @Test
    void wrong_credentials_and_missing_fields_get_no_token() throws Exception {
        assertThat(token(KEY, "wrong", base() + "/v1.0/subscriptions").is(401).json().path("StatusCode").asInt()).isEqualTo(401);
        token("DID-other", "telegent-demo-secret", base() + "/v1.0/subscriptions").is(401);
        token(KEY, "telegent-demo-secret", "/v1.0/subscriptions").is(400);
        assertThat(call("POST", base() + "/v1.0/oauth2/tokens", "{\"AccountKey\":\"k\",\"AccountSecret\":\"s\"}").is(400)
                .text("/Message")).isEqualTo("The ApiEndpoint field is required.");
        call("POST", base() + "/v1.0/oauth2/tokens", "{\"ApiEndpoint\":\"http://a/v1.0/x\"}").is(400);
        call("POST", base() + "/v1.0/oauth2/tokens", "nonsense").is(400);
    }

    @Test
    void a_token_opens_one_endpoint_only_whatever_the_query() throws Exception {
        String token = "Bearer " + tokenFor("/v1.0/account/subscriptions");
        call("GET", base() + "/v1.0/account/subscriptions?Filter=All", null, "Authorization", token).is(200);
        assertThat(call("GET", base() + "/v1.0/distributor/subscriptions", null, "Authorization", token).is(403)
                .text("/Message")).startsWith("Forbidden:");
        settings("telegent", "{\"wrongScopeStatus\":401}");
        call("GET", base() + "/v1.0/distributor/subscriptions", null, "Authorization", token).is(401);
    }

    @Test
    void a_token_works_also_below_the_control_port() throws Exception {
        String prefixed = "http://localhost:" + sandbox.controlPort() + "/telegent/v1.0/account/subscriptions";
        String token = token(KEY, "telegent-demo-secret", prefixed).is(200).text("/token");
        call("GET", prefixed, null, "Authorization", "Bearer " + token).is(200);
        call("GET", base() + "/v1.0/account/subscriptions", null, "Authorization", "Bearer " + token).is(200);
    }

    @Test
    void a_missing_unknown_or_expired_token_is_refused() throws Exception {
        call("GET", base() + "/v1.0/account/subscriptions", null).is(401);
        call("GET", base() + "/v1.0/account/subscriptions", null, "Authorization", "Bearer x").is(401);
        String token = "Bearer " + tokenFor("/v1.0/account/subscriptions");
        advance("PT290S");
        call("GET", base() + "/v1.0/account/subscriptions", null, "Authorization", token).is(200);
        advance("PT11S");
        assertThat(call("GET", base() + "/v1.0/account/subscriptions", null, "Authorization", token).is(401).text("/Message"))
                .startsWith("Unauthorized:");
    }

    @Test
    void other_methods_are_not_allowed_and_other_paths_not_found() throws Exception {
        assertThat(call("DELETE", base() + "/v1.0/subscriptions", null).is(405).json().path("StatusCode").asInt()).isEqualTo(405);
        call("GET", base() + "/v1.0/oauth2/tokens", null).is(405);
        telegent("GET", "/v1.0/nonsense", null).is(404);
    }

    @Test
    void calls_beyond_the_limit_are_429_and_token_calls_count() throws Exception {
        settings("telegent", "{\"requestsPerMinute\":1}");
        tokenFor("/v1.0/subscriptions");
        Response throttled = token(KEY, "telegent-demo-secret", base() + "/v1.0/subscriptions").is(429);
        assertThat(throttled.raw().headers().firstValue("Retry-After")).isPresent();
        assertThat(throttled.text("/Message")).startsWith("Too many requests:");
    }

    @Test
    void a_subscription_is_created_read_updated_and_deleted() throws Exception {
        Response created = telegent("POST", "/v1.0/subscriptions", subscriptionBody()).is(200);
        String id = created.text("/SubscriptionId");
        assertThat(id).startsWith("SUB-");
        assertThat(created.json().path("Active").asBoolean()).isTrue();
        assertThat(telegent("GET", "/v1.0/subscriptions?SubscriptionId=" + id, null).is(200).json()).isEqualTo(created.json());

        Response updated = telegent("POST", "/v1.0/subscriptions/update",
                "{\"SubscriptionId\":\"%s\",\"ICCID\":\"890\",\"Active\":false}".formatted(id)).is(200);
        assertThat(updated.text("/ICCID")).isEqualTo("890");
        assertThat(updated.text("/TNID")).isEqualTo(created.text("/TNID"));
        assertThat(updated.json().path("Active").asBoolean()).isTrue();

        String delete = "{\"SubscriptionId\":\"%s\"}".formatted(id);
        assertThat(telegent("POST", "/v1.0/subscriptions/delete", delete).is(200).text("/SubscriptionStatus")).isEqualTo("Deleted");
        telegent("POST", "/v1.0/subscriptions/delete", delete).is(404);
        telegent("GET", "/v1.0/subscriptions?SubscriptionId=" + id, null).is(404);
        telegent("POST", "/v1.0/subscriptions/update", delete).is(404);
        JsonNode truth = truth("telegent").getFirst();
        assertThat(truth.path("status").asText()).isEqualTo("DELETED");
        assertThat(truth.path("msisdn").asText()).isEqualTo("+18015551234");
    }

    @Test
    void nothing_protects_a_create_from_being_doubled() throws Exception {
        String body = subscriptionBody();
        telegent("POST", "/v1.0/subscriptions", body).is(200);
        telegent("POST", "/v1.0/subscriptions", body).is(200);
        assertThat(truth("telegent")).hasSize(2);
        settings("telegent", "{\"rejectDuplicateTnid\":true}");
        telegent("POST", "/v1.0/subscriptions", body).is(409);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SubscriberId", "PackageId", "Type"})
    void a_create_without_a_required_field_is_refused(String field) throws Exception {
        String body = subscriptionBody().replace("\"" + field + "\"", "\"Other\"");
        assertThat(telegent("POST", "/v1.0/subscriptions", body).is(400).text("/Message")).startsWith("Bad request:").contains(field);
    }

    @ParameterizedTest
    @CsvSource({"TSUID-,TSUID-x", "PID-,PID-x", "NID-,NID-x"})
    void a_create_with_an_unknown_id_is_not_found(String prefix, String replacement) throws Exception {
        String body = subscriptionBody().replace("\"" + prefix, "\"" + replacement);
        assertThat(telegent("POST", "/v1.0/subscriptions", body).is(404).text("/Message")).startsWith("Not found:");
        assertThat(truth("telegent")).isEmpty();
    }

    @Test
    void number_and_sim_may_be_left_out() throws Exception {
        Response created = telegent("POST", "/v1.0/subscriptions",
                "{\"SubscriberId\":\"%s\",\"PackageId\":\"%s\",\"Type\":\"iot\"}".formatted(subscriber("a@b.c"), PACKAGE)).is(200);
        assertThat(created.json().path("TNID").isNull()).isTrue();
    }

    @Test
    void lists_filter_by_activity_and_do_not_show_the_deleted() throws Exception {
        String body = subscriptionBody();
        String inactive = telegent("POST", "/v1.0/subscriptions", body).text("/SubscriptionId");
        String deleted = telegent("POST", "/v1.0/subscriptions", body).text("/SubscriptionId");
        String active = telegent("POST", "/v1.0/subscriptions", body).text("/SubscriptionId");
        control("POST", "/control/telegent/subscriptions/" + inactive + "/inactive", null).is(200);
        telegent("POST", "/v1.0/subscriptions/delete", "{\"SubscriptionId\":\"%s\"}".formatted(deleted)).is(200);

        assertThat(listed("/v1.0/account/subscriptions?Filter=All")).containsExactly(inactive, active);
        assertThat(listed("/v1.0/account/subscriptions")).containsExactly(active);
        assertThat(listed("/v1.0/distributor/subscriptions?Filter=Inactive")).containsExactly(inactive);
        telegent("GET", "/v1.0/account/subscriptions?Filter=Some", null).is(400);
        settings("telegent", "{\"deletedListedAsInactive\":true}");
        assertThat(listed("/v1.0/distributor/subscriptions?Filter=Inactive")).containsExactly(inactive, deleted);
        assertThat(telegent("GET", "/v1.0/packages/subscriptions?PackageId=" + PACKAGE, null).is(200).json().path("Subscriptions"))
                .hasSize(3);
    }

    private Iterable<String> listed(String path) throws Exception {
        Response list = telegent("GET", path, null).is(200);
        assertThat(list.json().path("TotalSubscriptions").asInt()).isEqualTo(list.json().path("Results").size());
        return list.json().path("Results").findValuesAsText("SubscriptionId");
    }

    @Test
    void an_email_belongs_to_one_subscriber() throws Exception {
        subscriber("jane@example.com");
        Response taken = telegent("POST", "/v1.0/subscribers/create", subscriberBody("Jane@example.com")).is(409);
        assertThat(taken.text("/Message")).isEqualTo("Email already exists");
        assertThat(taken.json().path("StatusCode").asInt()).isEqualTo(409);
        settings("telegent", "{\"emailTakenStatus\":400}");
        telegent("POST", "/v1.0/subscribers/create", subscriberBody("jane@example.com")).is(400);
    }

    @Test
    void a_subscriber_is_read_updated_and_paged_but_the_password_is_never_shown() throws Exception {
        String id = subscriber("a@example.com");
        subscriber("b@example.com");
        Response read = telegent("GET", "/v1.0/subscribers/get?SubscriberId=" + id, null).is(200);
        assertThat(read.json().has("Password")).isFalse();
        assertThat(telegent("POST", "/v1.0/subscribers/update",
                "{\"SubscriberId\":\"%s\",\"Name\":\"New\",\"Email\":\"c@example.com\"}".formatted(id)).is(200).text("/Name")).isEqualTo("New");
        Response page = telegent("GET", "/v1.0/distributor/subscribers?PageNumber=2&TotalPerPage=1", null).is(200);
        assertThat(page.json().path("TotalSubscribers").asInt()).isEqualTo(2);
        assertThat(page.text("/Subscribers/0/Email")).isEqualTo("b@example.com");
        telegent("GET", "/v1.0/distributor/subscribers?PageNumber=0", null).is(400);
        telegent("GET", "/v1.0/subscribers/get?SubscriberId=TSUID-x", null).is(404);
        telegent("GET", "/v1.0/subscribers/get", null).is(400);
        telegent("POST", "/v1.0/subscribers/update", "{\"SubscriberId\":\"TSUID-x\"}").is(404);
        telegent("POST", "/v1.0/subscribers/update", "{}").is(400);
    }

    @ParameterizedTest
    @CsvSource({"\"Name\",\"Nam\"", "Subscriber,Boss", "jane@example.com,jane", "PhoneNumbers,Phones"})
    void a_malformed_subscriber_is_refused(String from, String to) throws Exception {
        String body = subscriberBody("jane@example.com").replace(from, to);
        telegent("POST", "/v1.0/subscribers/create", body).is(400);
    }

    @Test
    void a_number_has_the_same_id_for_ever_and_some_numbers_are_not_ours() throws Exception {
        String id = numberId("18015551234");
        control("DELETE", "/control/telegent", null).is(200);
        assertThat(numberId("18015551234")).isEqualTo(id).startsWith("NID-");
        telegent("GET", "/v1.0/numbers?Number=%2B19995551234", null).is(404);
        telegent("GET", "/v1.0/numbers?PhoneNumber=+18015551234", null).is(400);
        telegent("GET", "/v1.0/numbers", null).is(400);
    }

    @Test
    void a_number_is_found_by_its_sim() throws Exception {
        telegent("GET", "/v1.0/numbers?ICCID=8901240397190002080", null).is(404);
        telegent("POST", "/v1.0/subscriptions", subscriptionBody()).is(200);
        assertThat(telegent("GET", "/v1.0/numbers?ICCID=8901240397190002080", null).is(200).text("/Number")).isEqualTo("+18015551234");
    }

    @Test
    void a_suspended_sim_shows_in_the_ground_truth_until_it_is_active_again() throws Exception {
        telegent("POST", "/v1.0/subscriptions", subscriptionBody()).is(200);
        assertThat(telegent("POST", "/v1.0/sims/update-status", "{\"ICCID\":\"8901240397190002080\",\"SimStatus\":\"Suspended\"}")
                .is(200).json().path("Successful").asBoolean()).isTrue();
        assertThat(truth("telegent").getFirst().path("status").asText()).isEqualTo("SUSPENDED");
        telegent("POST", "/v1.0/sims/update-status", "{\"ICCID\":\"8901240397190002080\",\"SimStatus\":\"Active\"}").is(200);
        assertThat(truth("telegent").getFirst().path("status").asText()).isEqualTo("ACTIVE");
        assertThat(telegent("POST", "/v1.0/sims/clear-status", "{\"ICCID\":\"1\"}").is(200).text("/SimStatus")).isEqualTo("Empty");
        telegent("POST", "/v1.0/sims/update-status", "{\"ICCID\":\"1\",\"SimStatus\":\"Lost\"}").is(400);
        telegent("POST", "/v1.0/sims/clear-status", "{}").is(400);
    }

    @Test
    void packages_are_read_with_their_items() throws Exception {
        assertThat(telegent("GET", "/v1.0/packages?PackageId=" + PACKAGE, null).is(200).text("/PackageId")).isEqualTo(PACKAGE);
        assertThat(telegent("GET", "/v1.0/packages/items?PackageId=" + PACKAGE, null).is(200).json().isArray()).isTrue();
        telegent("GET", "/v1.0/packages?PackageId=PID-x", null).is(404);
        telegent("GET", "/v1.0/packages", null).is(400);
    }

    @Test
    void the_back_door_knows_no_unknown_subscription() throws Exception {
        assertThat(control("POST", "/control/telegent/subscriptions/SUB-x/inactive", null).is(404).text("/field")).isEqualTo("id");
    }
}
