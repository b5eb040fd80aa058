package io.patchbay.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One operation of the contract, with its schemas compiled. */
record OperationContract(String operationId, String method, Pattern path, Body body, List<Parameter> parameters, JsonNode answers) {

    /** The bodies an operation takes, by media type in the contract's order; no media type means no body. */
    record Body(boolean required, Map<String, CheckedSchema> byMediaType) {

        static Body of(JsonNode requestBody, ContractDocument document) {
            Map<String, CheckedSchema> schemas = new LinkedHashMap<>();
            requestBody.path("content").properties()
                .forEach(content -> schemas.put(content.getKey(), document.compile(content.getValue().get("schema"))));
            return new Body(requestBody.path("required").asBoolean(), schemas);
        }

        Optional<CheckedSchema> schema() {
            return byMediaType.values().stream().findFirst();
        }
    }

    /** All operations of a document, in its order. */
    static Stream<OperationContract> all(ContractDocument document) {
        return document.tree().path("paths").properties().stream().flatMap(path -> ofPath(path.getKey(), path.getValue(), document));
    }

    private static Stream<OperationContract> ofPath(String template, JsonNode item, ContractDocument document) {
        return item.properties().stream().filter(entry -> entry.getValue().has("operationId")).map(entry -> {
            JsonNode operation = entry.getValue();
            return new OperationContract(operation.get("operationId").asText(), entry.getKey().toUpperCase(Locale.ROOT), pattern(template),
                Body.of(document.resolve(operation.path("requestBody")), document),
                parameters(List.of(item, operation), document), operation.get("responses"));
        });
    }

    private static List<Parameter> parameters(List<JsonNode> levels, ContractDocument document) {
        List<Parameter> parameters = new ArrayList<>();
        levels.forEach(level -> level.path("parameters").forEach(node -> parameters.add(Parameter.of(document.resolve(node), document))));
        return List.copyOf(parameters);
    }

    private static Pattern pattern(String template) {
        return Pattern.compile(template.replace(".", "\\.").replaceAll("\\{[^}]+}", "[^/]+"));
    }

    boolean isAt(String requestPath) {
        return path.matcher(requestPath).matches();
    }

    boolean answers(String requestMethod, String requestPath) {
        return method.equals(requestMethod) && isAt(requestPath);
    }

    List<Parameter> parametersIn(String where) {
        return parameters.stream().filter(parameter -> parameter.isIn(where)).toList();
    }
}
