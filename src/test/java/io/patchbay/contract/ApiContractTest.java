package io.patchbay.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiContractTest {

    private static final ApiContract CONTRACT = ApiContract.load(Path.of("contracts/api/openapi.yaml"));
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MOMENT =
        "a date such as 2027-03-01, or a date and time with a zone such as 2027-03-01T08:00:00Z";

    @Test
    void a_sound_order_has_no_violations() throws Exception {
        assertThat(create("{}")).isEmpty();
    }

    @Test
    void a_missing_field_is_pointed_at_itself() throws Exception {
        assertThat(body("createSubscription", "{'productOfferingId':'p','customerId':'c','subscriber':{}}"))
            .containsExactly(new Violation("/subscriber/name", null, "required", "`subscriber.name` is required"));
    }

    @Test
    void an_unknown_field_comes_with_the_name_that_was_probably_meant() throws Exception {
        assertThat(create("{'activation':{'msisdm':'+15551234567'}}")).containsExactly(new Violation("/activation/msisdm", null,
            "unknown-field", "`activation.msisdm` is not a known field; did you mean `msisdn`?"));
    }

    @Test
    void an_unknown_field_unlike_any_other_comes_with_the_known_names() throws Exception {
        assertThat(create("{'activation':{'sim':{'colour':'red'}}}")).containsExactly(new Violation("/activation/sim/colour", null,
            "unknown-field", "`activation.sim.colour` is not a known field; known here are `iccid`, `esim`, `imei`"));
    }

    @Test
    void a_field_name_with_a_slash_is_escaped_in_the_pointer() throws Exception {
        assertThat(create("{'activation':{'a/b~c':1}}")).extracting(Violation::pointer).containsExactly("/activation/a~1b~0c");
    }

    @Test
    void a_badly_formed_number_is_answered_with_the_hint() throws Exception {
        assertThat(create("{'activation':{'msisdn':'15551234567'}}")).containsExactly(new Violation("/activation/msisdn", null, "format",
            "`activation.msisdn` must be an E.164 number with a leading +, for example +15551234567"));
    }

    @Test
    void a_value_of_the_wrong_type_is_one_violation() throws Exception {
        assertThat(create("{'activation':{'msisdn':15551234567,'sim':{'esim':'yes'}}}")).containsExactlyInAnyOrder(
            new Violation("/activation/msisdn", null, "type", "`activation.msisdn` must be a string, not a number; give an E.164 number with a "
                + "leading +, for example +15551234567"),
            new Violation("/activation/sim/esim", null, "type",
                "`activation.sim.esim` must be true or false, not a string; give true for an eSIM or false for a card"));
    }

    @Test
    void null_is_not_a_text() throws Exception {
        assertThat(create("{'display':null}")).containsExactly(
            new Violation("/display", null, "type", "`display` must be a string, not null"));
    }

    @Test
    void a_text_too_long_and_one_too_short_say_the_bounds() throws Exception {
        assertThat(create("{'display':'" + "x".repeat(201) + "','referenceId':''}")).contains(
            new Violation("/display", null, "length", "`display` must have at most 200 characters; it has 201"),
            new Violation("/referenceId", null, "length", "`referenceId` must not be empty"));
    }

    @Test
    void a_choice_names_the_choices_and_the_likely_one() throws Exception {
        assertThat(body("cancelSubscription", "{'reason':'NO_NEEED'}")).singleElement().satisfies(violation -> {
            assertThat(violation.code()).isEqualTo("enum");
            assertThat(violation.message()).startsWith("`reason` must be one of BETTER_DEAL_PRICE, ").endsWith("; did you mean NO_NEED?");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-02-30", "2026-01", "2026-01-01T00:00:00", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "tomorrow", "",
        "2026-01-01T00:00:00Z\\n", "2026-01-01T00:00Z", "2026-01-01T00:00:00+25:00"})
    void a_moment_is_a_date_or_needs_a_time_and_a_zone(String moment) throws Exception {
        assertThat(create("{'activation':{'at':'" + moment + "'}}")).containsExactly(new Violation("/activation/at", null, "format",
            "`activation.at` must be " + MOMENT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-01T00:00:00Z", "2026-01-01T00:00:00.123456789+05:30", "2024-02-29T23:59:59-08:00", "2024-02-29"})
    void a_moment_with_a_zone_or_a_date_is_accepted(String moment) throws Exception {
        assertThat(create("{'activation':{'at':'" + moment + "'}}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'2027-03-01'", "'2027-03-01T00:00:00Z'"})
    void a_cancel_takes_a_date_or_a_moment(String at) throws Exception {
        assertThat(body("cancelSubscription", "{'at':" + at + "}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"\"soon\"|format", "\"2027-02-30\"|format", "\"2027-03-01\\n\"|format", "\"2027-03-01T00:00:00\"|format",
        "7|type", "null|type", "{}|type"})
    void alternatives_give_one_violation_that_names_them_all(String at, String code) throws Exception {
        assertThat(body("cancelSubscription", "{'at':" + at + "}")).containsExactly(new Violation("/at", null, code,
            "`at` must be a date such as 2027-03-01, or a date and time with a zone such as 2027-03-01T08:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"rid_x", "a/b", "' x'", "a\\u0007", "x\\n"})
    void a_reference_id_that_a_path_could_not_carry_is_refused(String reference) throws Exception {
        assertThat(create("{'referenceId':'" + reference + "'}")).extracting(Violation::pointer, Violation::code)
            .containsExactly(tuple("/referenceId", "format"));
    }

    @ParameterizedTest
    @CsvSource({"/activation/sim,iccid,8812345678901234567", "/activation/sim,iccid,89123", "/activation/sim,imei,12", "/subscriber,email,nobody"})
    void other_forms_are_checked_too(String owner, String field, String value) throws Exception {
        String wrapped = owner.equals("/subscriber") ? "{'subscriber':{'name':'n','" + field + "':'" + value + "'}}"
            : "{'activation':{'sim':{'" + field + "':'" + value + "'}}}";
        assertThat(create(wrapped)).singleElement().satisfies(violation -> {
            assertThat(violation.pointer()).isEqualTo(owner + "/" + field);
            assertThat(violation.code()).isEqualTo("format");
            assertThat(violation.message()).contains("for example").doesNotContain(value);
        });
    }

    @Test
    void metadata_is_flat_bounded_and_has_short_keys() throws Exception {
        String many = IntStream.range(0, 51).mapToObj(index -> "'k" + index + "':1").collect(Collectors.joining(",", "{", "}"));
        assertThat(create("{'metadata':" + many + "}")).containsExactly(
            new Violation("/metadata", null, "length", "`metadata` must have at most 50 entries; it has 51"));
        assertThat(create("{'metadata':{'a':{}}}")).containsExactly(
            new Violation("/metadata/a", null, "type", "`metadata.a` must be a string or a number or true or false, not an object"));
        assertThat(create("{'metadata':{'" + "k".repeat(65) + "':1}}")).containsExactly(
            new Violation("/metadata", null, "length", "`metadata` must have keys of 1 to 64 characters"));
    }

    @Test
    void extensions_are_free() throws Exception {
        assertThat(create("{'extensions':{'any':[1,{'depth':null}]}}")).isEmpty();
    }

    @Test
    void a_nul_character_is_refused_even_in_free_objects() throws Exception {
        assertThat(create("{'extensions':{'any':['x\\u0000']}}")).containsExactly(new Violation("/extensions/any/0", null, "invalid",
            "`extensions.any.0` must not contain the character U+0000"));
        assertThat(create("{'metadata':{'a\\u0000':1}}")).extracting(Violation::code).containsExactly("invalid");
    }

    @Test
    void everything_wrong_is_said_at_once() throws Exception {
        assertThat(body("createSubscription", "{'customerId':'','subscriber':{'name':'n','address':{'country':'usa'}},'activaton':{},"
            + "'activation':{'at':'now','porting':{}}}")).extracting(Violation::pointer).containsExactlyInAnyOrder("/productOfferingId",
            "/customerId", "/subscriber/address/street1", "/subscriber/address/city", "/subscriber/address/zip",
            "/subscriber/address/country", "/activaton", "/activation/at", "/activation/porting/firstName",
            "/activation/porting/lastName", "/activation/porting/accountNumber");
    }

    @Test
    void a_body_made_of_mistakes_gets_a_bounded_answer() throws Exception {
        String hostile = IntStream.range(0, 5000).mapToObj(index -> "'u" + index + "':1").collect(Collectors.joining(",", "{", "}"));
        assertThat(body("createSubscription", hostile)).hasSize(100);
    }

    @Test
    void a_schema_used_in_two_places_is_named_by_the_place() throws Exception {
        assertThat(create("{'subscriber':{'name':'n','address':{'street1':'s','city':'c','zip':'z','country':'us'}},'activation':{'at':'x',"
            + "'until':'y','porting':{'firstName':'f','lastName':'l','accountNumber':'1','address':{'street1':'s','city':'c','zip':'z',"
            + "'country':'us'}}}}")).extracting(Violation::message).containsExactlyInAnyOrder(
                "`subscriber.address.country` must be a country code of two capital letters (ISO 3166-1), for example US",
                "`activation.porting.address.country` must be a country code of two capital letters (ISO 3166-1), for example US",
                "`activation.at` must be " + MOMENT, "`activation.until` must be " + MOMENT);
    }

    @Test
    void many_threads_on_a_fresh_contract_get_the_same_answers() throws Exception {
        ApiContract fresh = ApiContract.load(Path.of("contracts/api/openapi.yaml"));
        JsonNode wrong = JSON.readTree("{\"customerId\":\"c\",\"subscriber\":{\"nam\":\"n\"},\"activation\":{\"at\":\"x\",\"msisdn\":1}}");
        List<Violation> expected = CONTRACT.body("createSubscription", wrong);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            Callable<List<Violation>> question = () -> fresh.body("createSubscription", wrong);
            for (Future<List<Violation>> answer : threads.invokeAll(Collections.nCopies(2000, question))) {
                assertThat(answer.get()).isEqualTo(expected);
            }
        }
    }

    @Test
    void a_required_body_that_is_absent_is_one_violation() {
        Violation absent = new Violation("", null, "required", "the body is required: send a JSON object");
        assertThat(CONTRACT.body("createSubscription", null)).containsExactly(absent);
        assertThat(CONTRACT.body("createSubscription", MissingNode.getInstance())).containsExactly(absent);
    }

    @Test
    void an_optional_body_may_be_absent_but_not_an_array() throws Exception {
        assertThat(CONTRACT.body("activateSubscription", null)).isEmpty();
        assertThat(body("activateSubscription", "[]")).containsExactly(
            new Violation("", null, "type", "the body must be an object, not an array"));
    }

    @Test
    void an_operation_without_a_body_takes_an_empty_object_and_nothing_else() throws Exception {
        assertThat(CONTRACT.body("pauseSubscription", null)).isEmpty();
        assertThat(body("pauseSubscription", "{}")).isEmpty();
        assertThat(body("pauseSubscription", "{'why':1}")).containsExactly(
            new Violation("", null, "invalid", "the body must be left out: none is taken here"));
    }

    @Test
    void an_update_may_remove_with_null() throws Exception {
        assertThat(body("updateSubscription", "{'display':null,'metadata':{'a':null,'b':'c'}}")).isEmpty();
        assertThat(body("updateSubscription", "{'metadata':null}")).isEmpty();
        assertThat(body("updateSubscription", "{'customerId':'other'}")).extracting(Violation::code).containsExactly("unknown-field");
    }

    @Test
    void a_query_is_checked_as_what_it_declares() {
        assertThat(CONTRACT.query("listSubscriptions", Map.of("limit", "200", "refresh", "true", "status", "ACTIVATED", "msisdn", "+15551234567")))
            .isEmpty();
        assertThat(CONTRACT.query("listSubscriptions", Map.of("limit", "201"))).containsExactly(
            new Violation(null, "limit", "range", "`limit` must be a whole number from 1 to 200"));
        assertThat(CONTRACT.query("listSubscriptions", Map.of("limit", "0"))).extracting(Violation::code).containsExactly("range");
        assertThat(CONTRACT.query("listSubscriptions", Map.of("limit", "many"))).extracting(Violation::code).containsExactly("type");
        assertThat(CONTRACT.query("listSubscriptions", Map.of("refresh", "yes"))).containsExactly(
            new Violation(null, "refresh", "type", "`refresh` must be true or false"));
        assertThat(CONTRACT.query("listSubscriptions", Map.of("status", "ACTIVE"))).extracting(Violation::code).containsExactly("enum");
        assertThat(CONTRACT.query("listSubscriptions", Map.of("cursor", "c".repeat(513)))).extracting(Violation::code).containsExactly("length");
    }

    @Test
    void an_unknown_query_parameter_is_a_violation() {
        assertThat(CONTRACT.query("listOperations", Map.of("limt", "5"))).containsExactly(new Violation(null, "limt", "unknown-field",
            "`limt` is not a known query parameter; did you mean `limit`?"));
        assertThat(CONTRACT.query("createSubscription", Map.of("dryRun", "1"))).containsExactly(new Violation(null, "dryRun", "unknown-field",
            "`dryRun` is not a known query parameter; none are taken here"));
    }

    @Test
    void an_idempotency_key_is_printable_and_bounded() {
        assertThat(CONTRACT.headers("createSubscription", Map.of("idempotency-key", "order 1", "Host", "x"))).isEmpty();
        for (String key : List.of("", "k".repeat(257), "schlüssel", "a\tb")) {
            assertThat(CONTRACT.headers("createSubscription", Map.of("Idempotency-Key", key))).containsExactly(new Violation(null,
                "Idempotency-Key", "format", "`Idempotency-Key` must be 1 to 256 printable ASCII characters"));
        }
    }

    @Test
    void operations_are_found_by_method_and_path() {
        assertThat(CONTRACT.operationId("POST", "/v1/subscriptions")).contains("createSubscription");
        assertThat(CONTRACT.operationId("GET", "/v1/subscriptions/rid_a.b")).contains("getSubscription");
        assertThat(CONTRACT.operationId("POST", "/v1/subscriptions/sub_1/plan-attachments/a/suspend")).contains("suspendPlanAttachment");
        assertThat(CONTRACT.operationId("PUT", "/v1/subscriptions")).isEmpty();
        assertThat(CONTRACT.operationId("GET", "/openapiXyaml")).isEmpty();
    }

    @Test
    void media_types_are_as_documented() {
        assertThat(CONTRACT.mediaTypes("updateSubscription")).containsExactly("application/merge-patch+json", "application/json");
        assertThat(CONTRACT.mediaTypes("pauseSubscription")).isEmpty();
    }

    @Test
    void an_operation_that_does_not_exist_is_a_programming_error() {
        assertThatThrownBy(() -> CONTRACT.body("teleport", null)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("teleport");
    }

    @Test
    void the_document_is_handed_out_byte_for_byte() throws Exception {
        CONTRACT.document()[0] = 'X';
        assertThat(CONTRACT.document()).isEqualTo(Files.readAllBytes(Path.of("contracts/api/openapi.yaml")));
    }

    @Test
    void a_contract_that_is_absent_or_broken_is_refused_on_loading(@TempDir Path directory) throws Exception {
        assertThatThrownBy(() -> ApiContract.load(directory.resolve("none.yaml"))).isInstanceOf(UncheckedIOException.class);
        Path twice = Files.writeString(directory.resolve("twice.yaml"), "openapi: 3.1.0\nopenapi: 3.1.0\n");
        assertThatThrownBy(() -> ApiContract.load(twice)).isInstanceOf(UncheckedIOException.class);
        Path dangling = Files.writeString(directory.resolve("dangling.yaml"),
            "paths: {/a: {post: {operationId: a, requestBody: {$ref: '#/components/requestBodies/None'}}}}\n");
        assertThatThrownBy(() -> ApiContract.load(dangling)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("None");
        Path namesakes = Files.writeString(directory.resolve("namesakes.yaml"),
            "paths: {/a: {get: {operationId: a}, post: {operationId: a}}}\n");
        assertThatThrownBy(() -> ApiContract.load(namesakes)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("named a");
    }

    /** A sound order with these fields laid over it. */
    private static List<Violation> create(String fields) throws Exception {
        ObjectNode order = (ObjectNode) JSON.readTree("{\"productOfferingId\":\"p\",\"customerId\":\"c\",\"subscriber\":{\"name\":\"n\"}}");
        return CONTRACT.body("createSubscription", order.setAll((ObjectNode) JSON.readTree(fields.replace('\'', '"'))));
    }

    private static List<Violation> body(String operationId, String json) throws Exception {
        return CONTRACT.body(operationId, JSON.readTree(json.replace('\'', '"')));
    }
}
