package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what a request mapping gave into the request that is sent. */
final class RequestWriter {
    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");
    private static final Set<String> PARTS = Set.of("path", "query", "headers", "body");
    private static final Set<String> OTHER_RESOURCE = Set.of("", ".", "..");

    private RequestWriter() {
    }

    /** @param mapped output of the request mapping; null when there is none */
    static ProviderRequest write(CallSheet call, JsonNode mapped) {
        JsonNode parts = mapped == null ? Trees.object() : checked(call, mapped);
        JsonNode body = parts.path("body");
        byte[] bytes = Trees.present(body) ? Trees.bytes(body) : null;
        Map<String, String> headers = texts(call, "headers", parts.path("headers"));
        if (bytes != null) {
            headers.putIfAbsent("Content-Type", "application/json");
        }
        return new ProviderRequest(call.name(), call.method(), path(call, parts.path("path")),
                Collections.unmodifiableMap(texts(call, "query", parts.path("query"))), Collections.unmodifiableMap(headers), bytes);
    }

    private static JsonNode checked(CallSheet call, JsonNode mapped) {
        mapped.fieldNames().forEachRemaining(part -> {
            if (!PARTS.contains(part)) {
                throw new Unmappable(call.name() + ".request.jslt gives " + part + ", which is no part of a request");
            }
        });
        if (!mapped.isObject()) {
            throw new Unmappable(call.name() + ".request.jslt gives no object");
        }
        return mapped;
    }

    /** An empty or dotted parameter would address another resource, such as the whole collection. */
    private static String path(CallSheet call, JsonNode given) {
        Map<String, String> parameters = texts(call, "path", given);
        Matcher places = PARAMETER.matcher(call.pathTemplate());
        return places.replaceAll(place -> {
            String value = parameters.getOrDefault(place.group(1), "");
            if (OTHER_RESOURCE.contains(value)) {
                throw new Unmappable(call.name() + " needs the path parameter " + place.group(1));
            }
            return Matcher.quoteReplacement(ProviderRequest.encoded(value));
        });
    }

    private static Map<String, String> texts(CallSheet call, String part, JsonNode given) {
        Map<String, String> texts = new LinkedHashMap<>();
        given.fields().forEachRemaining(entry -> {
            String text = entry.getValue().asText();
            if (!entry.getValue().isValueNode() || part.equals("headers") && text.chars().anyMatch(Character::isISOControl)) {
                throw new Unmappable(call.name() + ".request.jslt gives no plain text for " + part + "." + entry.getKey());
            }
            texts.put(entry.getKey(), text);
        });
        return texts;
    }
}
