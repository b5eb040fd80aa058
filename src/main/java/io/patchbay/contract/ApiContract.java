package io.patchbay.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The canonical API as {@code contracts/api/openapi.yaml} states it. Answers what is wrong with a request: everything at once, in plain
 * English, as values. All schemas are compiled on loading; an instance is immutable and may be used by any number of threads.
 * Asking for an operation that the contract does not have is a programming error ({@link IllegalArgumentException}).
 */
public final class ApiContract {

    private final byte[] bytes;
    private final ContractDocument document;
    private final Map<String, OperationContract> operations = new LinkedHashMap<>();

    private ApiContract(byte[] bytes) throws IOException {
        this.bytes = bytes;
        this.document = ContractDocument.read(bytes);
        OperationContract.all(document).forEach(this::add);
    }

    private void add(OperationContract operation) {
        if (operations.put(operation.operationId(), operation) != null) {
            throw new IllegalArgumentException("the contract has two operations named " + operation.operationId());
        }
    }

    /**
     * Reads and compiles the contract.
     *
     * @throws UncheckedIOException     where the file cannot be read or is not YAML
     * @throws IllegalArgumentException where a reference leads nowhere or an operation is named twice
     */
    public static ApiContract load(Path openapiYaml) {
        try {
            return new ApiContract(Files.readAllBytes(openapiYaml));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the API contract " + openapiYaml + " cannot be read", unreadable);
        }
    }

    /** The file, byte for byte. */
    public byte[] document() {
        return bytes.clone();
    }

    /** All operations, in the order of the document. */
    public Set<String> operationIds() {
        return Collections.unmodifiableSet(operations.keySet());
    }

    /** The operation that answers this method and path (without query), if there is one. */
    public Optional<String> operationId(String method, String path) {
        return operations.values().stream().filter(operation -> operation.answers(method, path))
            .map(OperationContract::operationId).findFirst();
    }

    /** The media types that the operation's body may have; empty for an operation that takes no body. */
    public Set<String> mediaTypes(String operationId) {
        return Collections.unmodifiableSet(operation(operationId).body().byMediaType().keySet());
    }

    /**
     * What is wrong with a body.
     *
     * @param body null or missing for none sent; where the operation takes no body, {@code {}} counts as none, since many clients send it
     */
    public List<Violation> body(String operationId, JsonNode body) {
        OperationContract.Body expected = operation(operationId).body();
        boolean absent = body == null || body.isMissingNode();
        if (expected.schema().isEmpty()) {
            return absent || body.isObject() && body.isEmpty() ? List.of() : List.of(wholeBody("invalid", "must be left out: none is taken here"));
        }
        if (absent) {
            return expected.required() ? List.of(wholeBody("required", "is required: send a JSON object")) : List.of();
        }
        return expected.schema().get().check(body, Subject.BODY);
    }

    private static Violation wholeBody(String code, String predicate) {
        return Subject.BODY.violation(List.of(), code, predicate);
    }

    /** What is wrong with the query parameters, decoded; one that the operation does not know is wrong. */
    public List<Violation> query(String operationId, Map<String, String> query) {
        List<Parameter> known = operation(operationId).parametersIn("query");
        List<Violation> violations = new ArrayList<>(check(known, query));
        List<String> names = known.stream().map(Parameter::name).toList();
        query.keySet().stream().filter(name -> !names.contains(name)).forEach(name -> violations.add(unknown(name, names)));
        return List.copyOf(violations);
    }

    private static Violation unknown(String name, List<String> known) {
        String advice = NearestName.of(name, known).map(near -> "; did you mean `" + near + "`?")
            .orElse(known.isEmpty() ? "; none are taken here" : "; known here are " + String.join(", ", known));
        return Subject.parameter(name).violation(List.of(), "unknown-field", "is not a known query parameter" + advice);
    }

    /** What is wrong with the headers that the contract describes ({@code Idempotency-Key}, {@code Prefer}); all others pass. */
    public List<Violation> headers(String operationId, Map<String, String> headers) {
        Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(headers);
        return check(operation(operationId).parametersIn("header"), byName);
    }

    private static List<Violation> check(List<Parameter> parameters, Map<String, String> values) {
        List<Violation> violations = new ArrayList<>();
        parameters.forEach(parameter -> {
            String value = values.get(parameter.name());
            if (value != null) {
                violations.addAll(parameter.check(value));
            } else if (parameter.required()) {
                violations.add(Subject.parameter(parameter.name()).violation(List.of(), "required", "is required"));
            }
        });
        return List.copyOf(violations);
    }

    ContractDocument contractDocument() {
        return document;
    }

    List<OperationContract> operations() {
        return List.copyOf(operations.values());
    }

    private OperationContract operation(String operationId) {
        OperationContract operation = operations.get(operationId);
        if (operation == null) {
            throw new IllegalArgumentException("the contract has no operation named " + operationId);
        }
        return operation;
    }
}
