package io.patchbay.gateway;

import static io.patchbay.testing.Gateway.ACME;
import static io.patchbay.testing.Gateway.ADMIN;
import static io.patchbay.testing.Gateway.GLOBEX;
import static io.patchbay.testing.Gateway.INITECH;
import static io.patchbay.testing.Gateway.READ_ONLY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.contract.ApiContract;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.rest.DeleteDefinition;
import org.apache.camel.model.rest.GetDefinition;
import org.apache.camel.model.rest.PatchDefinition;
import org.apache.camel.model.rest.PostDefinition;
import org.apache.camel.model.rest.PutDefinition;
import org.apache.camel.model.rest.VerbDefinition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what, what a tenant sees of the others (nothing), and what can be looked up. */
class TenantsTest {

    private static final String SUBSCRIPTIONS = "/v1/subscriptions";

    @TempDir
    static Path workspace;

    static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(workspace);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void fresh() {
        gateway.reset();
    }

    @Test
    void a_key_may_come_in_either_header() {
        assertThat(gateway.get(ACME, SUBSCRIPTIONS).status()).isEqualTo(200);
        assertThat(gateway.get(null, SUBSCRIPTIONS, "Authorization", "Bearer " + ACME).status()).isEqualTo(200);
        assertThat(gateway.get(null, "/admin/v1/accounts", "Authorization", "Bearer " + ADMIN).status()).isEqualTo(200);
    }

    @Test
    void without_a_valid_key_everything_is_401_and_nothing_is_sent() {
        for (String key : new String[] {null, "", "wrong", "pb_test_acme_dem", "pb_test_acme_demo2", ACME.toUpperCase(Locale.ROOT)}) {
            Answer answer = gateway.post(key, SUBSCRIPTIONS, shell("c"));
            assertProblem(answer, 401, "unauthenticated");
            assertThat(answer.headers()).containsKey("www-authenticate");
            assertProblem(gateway.get(key, "/admin/v1/accounts"), 401, "unauthenticated");
            assertProblem(gateway.get(key, "/v1/operations"), 401, "unauthenticated");
        }
        assertProblem(gateway.get(null, SUBSCRIPTIONS, "Authorization", "Basic " + ACME), 401, "unauthenticated");
        assertThat(gateway.arrived("connect")).isEmpty();
    }

    @Test
    void a_key_that_may_read_may_only_read() {
        String id = gateway.post(ACME, SUBSCRIPTIONS, shell("c")).text("/subscriptionId");
        assertThat(gateway.get(READ_ONLY, SUBSCRIPTIONS + "/" + id).status()).isEqualTo(200);
        assertProblem(gateway.post(READ_ONLY, SUBSCRIPTIONS, shell("c")), 403, "scope-missing");
        assertProblem(gateway.post(READ_ONLY, SUBSCRIPTIONS + "/" + id + "/cancel", null), 403, "scope-missing");
        assertProblem(gateway.send(READ_ONLY, "PATCH", SUBSCRIPTIONS + "/" + id, "{}"), 403, "scope-missing");
        assertProblem(gateway.send(READ_ONLY, "DELETE", SUBSCRIPTIONS + "/" + id + "/activation", null), 403, "scope-missing");
    }

    @Test
    void administrators_and_tenants_keep_to_their_own_side() {
        assertProblem(gateway.get(ADMIN, SUBSCRIPTIONS), 403, "scope-missing");
        assertProblem(gateway.post(ADMIN, SUBSCRIPTIONS, shell("c")), 403, "scope-missing");
        for (String key : List.of(ACME, GLOBEX, INITECH, READ_ONLY)) {
            assertProblem(gateway.get(key, "/admin/v1/accounts"), 403, "scope-missing");
        }
    }

    @Test
    void what_belongs_to_another_tenant_does_not_exist_on_any_path() {
        Answer made = gateway.post(ACME, SUBSCRIPTIONS, shell("c\", \"referenceId\": \"mine"));
        String operation = "/v1/operations/" + made.text("/operationId");
        assertThat(gateway.get(ACME, operation).status()).isEqualTo(200);
        for (String id : List.of(made.text("/subscriptionId"), "rid_mine")) {
            String path = SUBSCRIPTIONS + "/" + id;
            for (String read : List.of("", "?refresh=true", "/usage", "/plan-attachments", "/plan-attachments/a1")) {
                assertProblem(gateway.get(GLOBEX, path + read), 404, "not-found");
            }
            for (String action : List.of("/activate", "/cancel", "/pause", "/resume", "/plan-attachments/a1/suspend")) {
                assertProblem(gateway.post(GLOBEX, path + action, null), 404, "not-found");
            }
            assertProblem(gateway.post(GLOBEX, path + "/sms", "{\"from\": \"Me\", \"message\": \"Hi\"}"), 404, "not-found");
            assertProblem(gateway.send(GLOBEX, "PATCH", path, "{\"display\": \"x\"}"), 404, "not-found");
            assertProblem(gateway.send(GLOBEX, "PUT", path + "/activation", "{\"at\": \"2099-01-01T00:00:00Z\"}"), 404, "not-found");
            assertProblem(gateway.send(GLOBEX, "DELETE", path + "/activation", null), 404, "not-found");
        }
        assertProblem(gateway.get(GLOBEX, operation), 404, "not-found");
        assertThat(gateway.get(GLOBEX, "/v1/operations?subscriptionId=" + made.text("/subscriptionId")).json().path("items")).isEmpty();
        assertThat(gateway.get(GLOBEX, SUBSCRIPTIONS + "?referenceId=mine").json().path("items")).isEmpty();
        assertThat(gateway.get(ACME, SUBSCRIPTIONS + "/" + made.text("/subscriptionId")).json()).isEqualTo(made.json());
        assertThat(gateway.arrived("telegent")).isEmpty();
    }

    @Test
    void a_list_goes_on_through_seven_pages_without_gap_or_double() {
        Set<String> made = new HashSet<>();
        IntStream.range(0, 20).forEach(i -> made.add(gateway.post(GLOBEX, SUBSCRIPTIONS, shell("pages")).text("/subscriptionId")));
        List<String> seen = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        do {
            Answer page = gateway.get(GLOBEX, SUBSCRIPTIONS + "?customerId=pages&limit=3" + cursor);
            page.json().path("items").forEach(item -> seen.add(item.path("subscriptionId").asText()));
            cursor = page.json().has("nextCursor") ? "&cursor=" + page.text("/nextCursor") : null;
            pages++;
            gateway.post(GLOBEX, SUBSCRIPTIONS, shell("pages"));
        } while (cursor != null);
        assertThat(pages).isEqualTo(7);
        assertThat(seen).hasSize(20).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(made);
        assertThat(seen).isSortedAccordingTo(java.util.Comparator.reverseOrder());
    }

    @Test
    void the_last_page_is_last_even_if_it_is_full() {
        IntStream.range(0, 4).forEach(i -> gateway.post(INITECH, SUBSCRIPTIONS, shell("full-page")));
        Answer first = gateway.get(INITECH, SUBSCRIPTIONS + "?customerId=full-page&limit=2");
        Answer second = gateway.get(INITECH, SUBSCRIPTIONS + "?customerId=full-page&limit=2&cursor=" + first.text("/nextCursor"));
        assertThat(second.json().path("items")).hasSize(2);
        assertThat(second.json().has("nextCursor")).isFalse();
        assertThat(gateway.get(INITECH, SUBSCRIPTIONS + "?customerId=nobody").json().toString()).isEqualTo("{\"items\":[]}");
    }

    @Test
    void filters_are_combined() {
        Answer active = gateway.post(GLOBEX, SUBSCRIPTIONS, """
                {"productOfferingId": "mobile-10gb", "customerId": "filter", "referenceId": "filter 1", "subscriber": {"name": "Ada Example", "email": "ada@example.com"},
                 "activation": {"msisdn": "+12025550123", "sim": {"esim": false, "iccid": "8901000000000000017"}}}""");
        assertThat(active.status()).as(active.body()).isEqualTo(201);
        Answer shell = gateway.post(GLOBEX, SUBSCRIPTIONS, shell("filter").replace("10gb", "1gb"));
        Map<String, Set<String>> expected = new TreeMap<>();
        String both = "customerId=filter&";
        expected.put("status=ACTIVATED", Set.of(active.text("/subscriptionId")));
        expected.put("status=PENDING", Set.of(shell.text("/subscriptionId")));
        expected.put("status=CANCELLED", Set.of());
        expected.put("referenceId=filter%201", Set.of(active.text("/subscriptionId")));
        expected.put("productOfferingId=mobile-1gb", Set.of(shell.text("/subscriptionId")));
        expected.put("msisdn=%2B12025550123", Set.of(active.text("/subscriptionId")));
        expected.put("iccid=8901000000000000017", Set.of(active.text("/subscriptionId")));
        expected.put("provider=telegent", Set.of(active.text("/subscriptionId"), shell.text("/subscriptionId")));
        expected.put("provider=connect", Set.of());
        expected.put("provider=telegent&status=PENDING&productOfferingId=mobile-10gb", Set.of());
        expected.forEach((filter, ids) -> assertThat(ids(gateway.get(GLOBEX, SUBSCRIPTIONS + "?" + both + filter))).as(filter).isEqualTo(ids));
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=201", "limit=-1", "limit=x", "limit=", "limit=1.5", "limit=99999999999999999999", "status=ACTIVE", "status=", "msisdn=5551234", "iccid=1",
        "customerId=", "customerId=%00", "referenceId=a%00b", "refresh=1"})
    void a_list_takes_only_what_the_contract_allows(String query) {
        Answer refused = gateway.get(ACME, SUBSCRIPTIONS + "?" + query);
        assertThat(refused.status()).as(refused.body()).isIn(400, 422);
    }

    @Test
    void the_bounds_of_limit_are_allowed() {
        assertThat(gateway.get(ACME, SUBSCRIPTIONS + "?limit=1").status()).isEqualTo(200);
        assertThat(gateway.get(ACME, SUBSCRIPTIONS + "?limit=200").status()).isEqualTo(200);
        assertThat(gateway.get(ACME, "/v1/operations?limit=200").status()).isEqualTo(200);
    }

    /** The last four are base64 of texts that begin as ours do. */
    @ParameterizedTest
    @ValueSource(strings = {"x", "!!!", "c3ViXzAx", "djE6", "djE6AA", "djE6JyBvciAxPTE", "djE6_w"})
    void a_cursor_that_is_not_ours_is_400(String cursor) {
        for (String path : List.of(SUBSCRIPTIONS, "/v1/operations")) {
            Answer refused = gateway.get(ACME, path + "?cursor=" + cursor);
            assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        }
    }

    @Test
    void a_cursor_belongs_to_its_list() {
        IntStream.range(0, 2).forEach(i -> gateway.post(INITECH, SUBSCRIPTIONS, shell("cursor")));
        String cursor = gateway.get(INITECH, SUBSCRIPTIONS + "?limit=1").text("/nextCursor");
        assertProblem(gateway.get(INITECH, "/v1/operations?cursor=" + cursor), 400, "malformed-request");
        String other = gateway.get(INITECH, "/v1/operations?limit=1").text("/nextCursor");
        assertProblem(gateway.get(INITECH, SUBSCRIPTIONS + "?cursor=" + other), 400, "malformed-request");
    }

    @Test
    void operations_are_listed_newest_first_and_read_with_their_attempts() {
        Answer made = gateway.post(GLOBEX, SUBSCRIPTIONS, """
                {"productOfferingId": "mobile-10gb", "customerId": "ops", "subscriber": {"name": "Ada Example", "email": "ada@example.com"}, "activation": {"sim": {"esim": true}}}""");
        String id = made.text("/subscriptionId");
        gateway.post(GLOBEX, SUBSCRIPTIONS + "/" + id + "/cancel", null);
        JsonNode items = gateway.get(GLOBEX, "/v1/operations?subscriptionId=" + id).json().path("items");
        assertThat(items).hasSize(2);
        assertThat(items.at("/0/kind").asText()).isEqualTo("cancel");
        assertThat(items.at("/1/kind").asText()).isEqualTo("create");
        Answer operation = gateway.get(GLOBEX, "/v1/operations/" + items.at("/1/operationId").asText());
        assertThat(operation.text("/state")).isEqualTo("SUCCEEDED");
        assertThat(operation.json().path("attempts").size()).isPositive();
        assertThat(operation.json().at("/attempts/0/phase").asText()).isEqualTo("ANSWERED");
        assertThat(gateway.get(GLOBEX, "/v1/operations?state=UNKNOWN&subscriptionId=" + id).json().path("items")).isEmpty();
        assertThat(gateway.get(GLOBEX, "/v1/operations?state=SUCCEEDED&limit=1&subscriptionId=" + id).json().has("nextCursor")).isTrue();
        assertProblem(gateway.get(GLOBEX, "/v1/operations?state=DONE"), 422, "invalid");
        assertProblem(gateway.get(GLOBEX, "/v1/operations/op_" + "0".repeat(32)), 404, "not-found");
    }

    @ParameterizedTest
    @CsvSource({ACME + ",connect", GLOBEX + ",telegent", INITECH + ",tellisim"})
    void offerings_tell_who_would_carry_an_order_and_what_can_be_done(String key, String provider) {
        JsonNode items = gateway.get(key, "/v1/product-offerings").json().path("items");
        assertThat(items).extracting(item -> item.path("productOfferingId").asText()).contains("mobile-10gb", "mobile-1gb");
        Answer one = gateway.get(key, "/v1/product-offerings/mobile-10gb");
        assertThat(one.text("/provider")).isEqualTo(provider);
        Set<String> kinds = Set.of("create", "activate", "cancel", "pause", "resume", "move-activation", "drop-activation", "update", "suspend-plan-attachment", "send-sms",
                "get", "list", "usage", "list-plan-attachments", "get-plan-attachment");
        List<String> capabilities = new ArrayList<>();
        one.json().path("capabilities").forEach(capability -> capabilities.add(capability.asText()));
        assertThat(capabilities).contains("create", "cancel", "activate", "move-activation", "drop-activation", "update").doesNotHaveDuplicates().isSubsetOf(kinds);
        assertThat(capabilities.contains("pause")).isEqualTo(provider.equals("telegent"));
        assertProblem(gateway.get(key, "/v1/product-offerings/none"), 404, "not-found");
    }

    @Test
    void accounts_are_shown_to_administrators_without_any_credential() {
        Answer accounts = gateway.get(ADMIN, "/admin/v1/accounts");
        assertThat(accounts.json().path("items")).extracting(item -> item.path("account").asText()).containsExactly("acme-connect", "globex-telegent", "initech-tellisim");
        assertThat(accounts.json().path("items")).allSatisfy(item -> assertThat(item.path("breaker").asText()).isEqualTo("CLOSED"));
        assertThat(accounts.text("/items/0/tenants/0")).isEqualTo("acme");
        assertThat(accounts.body()).doesNotContainIgnoringCase("secret").doesNotContain("key=", "apiKey");
    }

    @Test
    void the_contract_is_served_as_it_is_and_needs_no_key() {
        Answer contract = gateway.get(null, "/openapi.yaml");
        assertThat(contract.status()).isEqualTo(200);
        assertThat(contract.body()).isEqualTo(new String(standard().document(), java.nio.charset.StandardCharsets.UTF_8));
    }

    /** The two are written apart: the contract for callers, the REST DSL for whoever follows a request through the routes. */
    @Test
    void every_operation_of_the_contract_is_served_on_its_path_and_no_other_is() {
        Map<String, String> served = new TreeMap<>();
        ModelCamelContext camel = (ModelCamelContext) gateway.application().getBean(CamelContext.class);
        camel.getRestDefinitions().forEach(rest -> rest.getVerbs().forEach(verb ->
                served.put(verb.getId(), method(verb) + " " + rest.getPath() + (verb.getPath() == null ? "" : verb.getPath()))));
        Set<String> ids = new TreeSet<>(standard().operationIds());
        assertThat(ids.removeAll(Set.of("getContract", "getDocs"))).isTrue();
        assertThat(served.keySet()).isEqualTo(ids);
        served.forEach((id, line) -> assertThat(standard().operationId(line.split(" ")[0], example(line.split(" ")[1]))).as(line).contains(id));
    }

    private static String example(String template) {
        return template.replace("{id}", "sub_" + "0".repeat(32)).replaceAll("\\{[a-zA-Z]+}", "x");
    }

    private static String method(VerbDefinition verb) {
        return switch (verb) {
            case GetDefinition get -> "GET";
            case PostDefinition post -> "POST";
            case PutDefinition put -> "PUT";
            case PatchDefinition patch -> "PATCH";
            case DeleteDefinition delete -> "DELETE";
            default -> verb.getClass().getSimpleName();
        };
    }

    private static ApiContract standard() {
        return ApiContract.load(Path.of("contracts/api/openapi.yaml"));
    }

    private static String shell(String customer) {
        return """
                {"productOfferingId": "mobile-10gb", "customerId": "%s", "subscriber": {"name": "Ada Example", "email": "ada@example.com"}}""".formatted(customer);
    }

    private static Set<String> ids(Answer page) {
        Set<String> ids = new HashSet<>();
        page.json().path("items").forEach(item -> ids.add(item.path("subscriptionId").asText()));
        return ids;
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().path("code").asText()).as(answer.body()).isEqualTo(code);
    }
}
