package io.patchbay.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract itself is sound: what it shows is what it demands. */
class OpenApiDocumentTest {

    private static final ApiContract CONTRACT = ApiContract.load(Path.of("contracts/api/openapi.yaml"));
    private static final ContractDocument DOCUMENT = CONTRACT.contractDocument();

    @Test
    void it_is_openapi_3_1() {
        assertThat(DOCUMENT.tree().path("openapi").asText()).isEqualTo("3.1.0");
    }

    @Test
    void every_reference_leads_somewhere() {
        List<String> references = new ArrayList<>();
        walk(DOCUMENT.tree(), "", (path, node) -> {
            if (node.path("$ref").isTextual()) {
                references.add(path);
                DOCUMENT.resolve(node);
            }
        });
        assertThat(references).hasSizeGreaterThan(200);
    }

    @Test
    void what_stands_at_many_operations_is_compiled_once() {
        JsonNode order = DOCUMENT.tree().at("/components/schemas/CreateSubscription");

        assertThat(DOCUMENT.compile(order.deepCopy())).isSameAs(DOCUMENT.compile(order));
        assertThat(DOCUMENT.compile(order)).isNotSameAs(DOCUMENT.compile(DOCUMENT.tree().at("/components/schemas/CancelSubscription")));
    }

    @Test
    void every_component_is_used() {
        String text = new String(CONTRACT.document(), StandardCharsets.UTF_8);
        List<String> unused = new ArrayList<>();
        for (String kind : List.of("schemas", "responses", "parameters", "headers", "examples")) {
            DOCUMENT.tree().at("/components/" + kind).fieldNames().forEachRemaining(name -> {
                if (!text.contains("'#/components/" + kind + "/" + name + "'")) {
                    unused.add(name);
                }
            });
        }
        // Refusing a method belongs to a path, so no operation can refer to it.
        assertThat(unused).containsExactly("MethodNotAllowed");
    }

    @Test
    void every_operation_is_named_described_and_documents_its_errors() {
        operations().forEach(operation -> {
            assertThat(operation.path("operationId").asText()).isNotEmpty();
            assertThat(operation.path("summary").asText()).isNotEmpty();
            assertThat(operation.path("description").asText()).hasSizeGreaterThan(20);
            assertThat(operation.path("responses").has("500")).as(operation.path("operationId").asText()).isTrue();
            assertThat(operation.path("responses").has("401") || operation.path("security").isArray()).isTrue();
        });
    }

    @Test
    void every_mutation_takes_an_idempotency_key_and_may_answer_later() {
        CONTRACT.operations().stream().filter(operation -> !operation.method().equals("GET") && !isOfOperators(operation)).forEach(operation -> {
            assertThat(operation.parametersIn("header")).extracting(Parameter::name).containsExactly("Idempotency-Key", "Prefer");
            assertThat(operation.answers().has("202")).isTrue();
        });
    }

    /** What operators change is changed once by its nature, and at once. */
    private static boolean isOfOperators(OperationContract operation) {
        return operation.path().pattern().startsWith("/admin/v1/");
    }

    @Test
    void every_json_body_has_an_example_and_every_example_keeps_its_schema() {
        List<String> checked = new ArrayList<>();
        walk(DOCUMENT.tree(), "", (path, node) -> {
            if (path.matches(".*/content/[^/]+json")) {
                assertThat(node.path("examples").properties()).as(path).isNotEmpty();
                node.path("examples").properties().forEach(example -> {
                    checked.add(path);
                    assertThat(violations(node, example.getValue())).as(path + " " + example.getKey()).isEmpty();
                });
            }
        });
        assertThat(checked).hasSizeGreaterThan(50);
    }

    @Test
    void every_problem_example_fits_the_status_it_is_shown_under() {
        CONTRACT.operations().forEach(operation -> operation.answers().properties().forEach(answer ->
            problems(DOCUMENT.resolve(answer.getValue())).forEach(problem -> {
                assertThat(problem.path("status").asText()).isEqualTo(answer.getKey());
                assertThat(problem.path("type").asText()).isEqualTo("urn:patchbay:problem:" + problem.path("code").asText());
            })));
    }

    @Test
    void every_code_is_in_the_table_and_in_an_example() {
        List<String> declared = new ArrayList<>();
        DOCUMENT.tree().at("/components/schemas/Problem/properties/code/enum").forEach(code -> declared.add(code.asText()));
        List<String> shown = new ArrayList<>();
        DOCUMENT.tree().at("/components/responses").forEach(answer ->
            problems(answer).forEach(problem -> shown.add(problem.path("code").asText())));
        assertThat(table()).containsExactlyInAnyOrderElementsOf(declared);
        assertThat(shown).containsAll(declared);
    }

    @Test
    void every_object_of_the_contract_is_closed() {
        walk(DOCUMENT.tree().at("/components/schemas"), "", (path, node) -> {
            if (node.path("type").asText().equals("object") || node.has("properties") && node.has("type")) {
                assertThat(node.has("additionalProperties")).as(path).isTrue();
            }
        });
    }

    /** The file is what the gateway judges by; the document only repeats it for those who read over the API. */
    @ParameterizedTest
    @CsvSource({"ConfiguredTenant, tenant", "ConfiguredAccount, account", "ConfiguredCatalogueEntry, offering", "ConfiguredRule, route",
        "ConfiguredAdministrator, administrator"})
    void an_entry_of_the_configuration_has_the_fields_that_its_schema_gives_it(String shown, String configured) throws IOException {
        JsonNode schema = new ObjectMapper().readTree(Path.of("contracts/schema/configuration.schema.json").toFile()).at("/$defs/" + configured);
        JsonNode here = DOCUMENT.tree().at("/components/schemas/" + shown);
        assertThat(here.path("properties").fieldNames()).toIterable().containsExactlyElementsOf(() -> schema.path("properties").fieldNames());
        assertThat(here.get("required")).isEqualTo(schema.get("required"));
    }

    @Test
    void every_form_that_a_caller_must_keep_has_a_hint() {
        for (String name : List.of("CreateSubscription", "Activation", "Sim", "Subscriber", "Address", "Porting", "SendSms", "MoveActivation")) {
            DOCUMENT.tree().at("/components/schemas/" + name + "/properties").properties().forEach(property -> {
                JsonNode schema = DOCUMENT.resolve(property.getValue());
                assertThat(schema.has("x-hint") || !schema.has("pattern") && !schema.has("format")).as(name + "." + property.getKey()).isTrue();
            });
        }
    }

    @Test
    void every_pattern_means_the_same_to_a_browser_and_to_us() {
        walk(DOCUMENT.tree(), "", (path, node) -> {
            String pattern = node.path("pattern").isTextual() ? node.path("pattern").asText() : "^";
            assertThat(pattern).as(path).startsWith("^").doesNotContain("|$").matches("[^$]*\\$?");
        });
    }

    private static List<Violation> violations(JsonNode mediaType, JsonNode example) {
        return DOCUMENT.compile(mediaType.get("schema")).check(DOCUMENT.resolve(example).get("value"), Subject.BODY);
    }

    private static Stream<JsonNode> problems(JsonNode answer) {
        return answer.at("/content/application~1problem+json/examples").properties().stream().map(entry -> entry.getValue().get("value"));
    }

    private static List<String> table() {
        Matcher row = Pattern.compile("\\| \\d{3} \\| `([a-z-]+)` \\|").matcher(DOCUMENT.tree().at("/info/description").asText());
        return row.results().map(match -> match.group(1)).toList();
    }

    private static Stream<JsonNode> operations() {
        return DOCUMENT.tree().get("paths").properties().stream().flatMap(path -> path.getValue().properties().stream())
            .filter(entry -> !entry.getKey().equals("parameters")).map(Map.Entry::getValue);
    }

    private static void walk(JsonNode node, String path, BiConsumer<String, JsonNode> visitor) {
        visitor.accept(path, node);
        node.properties().forEach(entry -> walk(entry.getValue(), path + "/" + entry.getKey().replace("/", "~1"), visitor));
        for (int index = 0; node.isArray() && index < node.size(); index++) {
            walk(node.get(index), path + "/" + index, visitor);
        }
    }
}
