package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a provider's routes file says of one operation.
 *
 * @param operation canonical, by its word
 * @param template  the route template that runs it
 */
public record OperationRoute(String operation, String template) {

    static OperationRoute of(JsonNode templatedRoute) {
        String operation = "";
        for (JsonNode parameter : templatedRoute.path("parameters")) {
            operation = parameter.path("name").asText().equals("operation") ? parameter.path("value").asText() : operation;
        }
        return new OperationRoute(operation, templatedRoute.path("routeTemplateRef").asText());
    }
}
