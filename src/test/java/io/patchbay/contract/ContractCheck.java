package io.patchbay.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds what tests send and receive against the contract. Paths may carry a query. Throws {@link AssertionError} naming every deviation: an
 * undocumented path, parameter or status, another media type, a missing or malformed header, a body that breaks its schema.
 */
public final class ContractCheck {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ApiContract contract;
    private final ContractDocument document;

    private ContractCheck(ApiContract contract) {
        this.contract = contract;
        this.document = contract.contractDocument();
    }

    /** Against the contract of this working copy. */
    public static ContractCheck standard() {
        return new ContractCheck(ApiContract.load(Path.of("contracts/api/openapi.yaml")));
    }

    /** That the contract allows this request; {@code body} null for none. */
    public void request(String method, String path, String body) {
        String operationId = contract.operationId(method, withoutQuery(path))
            .orElseThrow(() -> new AssertionError(method + " " + withoutQuery(path) + " is not in the contract"));
        List<String> problems = new ArrayList<>();
        contract.query(operationId, query(path)).forEach(violation -> problems.add(violation.toString()));
        json(body, problems).ifPresent(node -> contract.body(operationId, node).forEach(violation -> problems.add(violation.toString())));
        report(method + " " + path, problems);
    }

    /** That the contract documents this answer, headers included; header names in any case, {@code body} null or empty for none. */
    public void answer(String method, String path, int status, Map<String, String> headers, String body) {
        Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(headers);
        List<String> problems = new ArrayList<>();
        JsonNode documented = documented(method, withoutQuery(path), status);
        documented.path("headers").properties().forEach(header -> header(header, byName, problems));
        content(documented, byName.get("Content-Type"), body, problems);
        report(method + " " + path + " -> " + status, problems);
    }

    /** The same where a test holds only the content type; headers are then not looked at. */
    public void answer(String method, String path, int status, String contentType, String body) {
        List<String> problems = new ArrayList<>();
        content(documented(method, withoutQuery(path), status), contentType, body, problems);
        report(method + " " + path + " -> " + status, problems);
    }

    private JsonNode documented(String method, String path, int status) {
        JsonNode answers = contract.operations().stream().filter(operation -> operation.answers(method, path))
            .map(OperationContract::answers).findFirst().orElseGet(() -> answersOutsideOperations(path));
        JsonNode answer = answers.path(String.valueOf(status));
        if (answer.isMissingNode()) {
            throw new AssertionError(method + " " + path + " answered " + status + ", which the contract does not document for it");
        }
        return document.resolve(answer);
    }

    /** A path of the contract refuses other methods; any other path does not exist. Either may first ask who is calling. */
    private JsonNode answersOutsideOperations(String path) {
        JsonNode answers = document.tree().at("/components/responses");
        boolean known = contract.operations().stream().anyMatch(operation -> operation.isAt(path));
        return JsonNodeFactory.instance.objectNode()
            .<ObjectNode>set("401", answers.get("Unauthenticated"))
            .set(known ? "405" : "404", answers.get(known ? "MethodNotAllowed" : "NotFound"));
    }

    private void header(Map.Entry<String, JsonNode> declared, Map<String, String> actual, List<String> problems) {
        JsonNode header = document.resolve(declared.getValue());
        String value = actual.get(declared.getKey());
        if (value == null) {
            if (header.path("required").asBoolean()) {
                problems.add("header " + declared.getKey() + " is missing");
            }
            return;
        }
        boolean number = header.at("/schema/type").asText().equals("integer") && value.matches("-?\\d{1,18}");
        JsonNode typed = number ? JsonNodeFactory.instance.numberNode(Long.parseLong(value)) : TextNode.valueOf(value);
        document.compile(header.get("schema")).check(typed, Subject.parameter(declared.getKey()))
            .forEach(violation -> problems.add("header " + violation.message()));
    }

    private void content(JsonNode documented, String contentType, String body, List<String> problems) {
        Set<Map.Entry<String, JsonNode>> content = documented.path("content").properties();
        if (content.isEmpty()) {
            if (body != null && !body.isEmpty()) {
                problems.add("a body was sent where the contract documents none");
            }
            return;
        }
        String mediaType = contentType == null ? "none" : contentType.split(";")[0].strip();
        content.stream().filter(entry -> entry.getKey().equalsIgnoreCase(mediaType)).findFirst().ifPresentOrElse(
            entry -> body(entry, body, problems),
            () -> problems.add("content type is " + mediaType + ", documented is " + content.stream().map(Map.Entry::getKey).toList()));
    }

    private void body(Map.Entry<String, JsonNode> documented, String body, List<String> problems) {
        if (!documented.getKey().endsWith("json")) {
            return;
        }
        if (body == null || body.isEmpty()) {
            problems.add("the body is missing");
            return;
        }
        json(body, problems).ifPresent(node -> document.compile(documented.getValue().get("schema")).check(node, Subject.BODY)
            .forEach(violation -> problems.add(violation.pointer() + ": " + violation.message())));
    }

    private static Optional<JsonNode> json(String body, List<String> problems) {
        try {
            return Optional.of(body == null || body.isEmpty() ? JsonNodeFactory.instance.missingNode() : JSON.readTree(body));
        } catch (JsonProcessingException malformed) {
            problems.add("the body is not JSON: " + malformed.getOriginalMessage());
            return Optional.empty();
        }
    }

    private static String withoutQuery(String path) {
        return path.split("\\?", 2)[0];
    }

    private static Map<String, String> query(String path) {
        Map<String, String> query = new TreeMap<>();
        String[] parts = path.split("\\?", 2);
        for (String pair : parts.length < 2 || parts[1].isEmpty() ? new String[0] : parts[1].split("&")) {
            String[] entry = pair.split("=", 2);
            query.put(decoded(entry[0]), entry.length < 2 ? "" : decoded(entry[1]));
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static void report(String what, List<String> problems) {
        if (!problems.isEmpty()) {
            throw new AssertionError(what + " breaks the contract:\n  " + String.join("\n  ", problems));
        }
    }
}
