package io.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.patchbay.mapping.ProviderRequest;
import io.patchbay.mapping.Scrubber;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One field in which a request would be another. What is compared is what would be sent; what is shown of it is scrubbed.
 *
 * @param pointer into {@code {method, target, headers, body}}; empty for a request that is made on one side only
 * @param before  null where there was nothing
 * @param after   null where there is nothing
 */
record RequestDifference(String call, String pointer, String before, String after) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 200;

    /** Of two orders to the same provider. */
    static List<RequestDifference> between(Rehearsed before, Rehearsed after) {
        List<RequestDifference> found = new ArrayList<>();
        Set<String> calls = new LinkedHashSet<>();
        before.foresight().calls().forEach(call -> calls.add(call.name()));
        after.foresight().calls().forEach(call -> calls.add(call.name()));
        calls.forEach(call -> new Sides(call, Side.of(before, call), Side.of(after, call), found).compare());
        return found;
    }

    /** @param exact what would be sent; missing where the call is not made. @param shown the same, scrubbed */
    private record Side(JsonNode exact, JsonNode shown) {

        static Side of(Rehearsed rehearsed, String name) {
            Scrubber scrubber = rehearsed.order().unit.scrubber();
            return rehearsed.foresight().calls().stream().filter(call -> call.name().equals(name)).findFirst()
                    .map(call -> call.request() == null ? new Side(TextNode.valueOf("unknown"), TextNode.valueOf("unknown")) : of(call.request(), scrubber))
                    .orElse(new Side(MissingNode.getInstance(), MissingNode.getInstance()));
        }

        private static Side of(ProviderRequest request, Scrubber scrubber) {
            ObjectNode exact = JsonNodeFactory.instance.objectNode().put("method", request.method()).put("target", request.target());
            request.headers().forEach(exact.withObject("/headers")::put);
            ObjectNode shown = JsonNodeFactory.instance.objectNode().put("method", request.method()).put("target", scrubber.path(request.target()));
            scrubber.headers(request.headers()).forEach(shown.withObject("/headers")::put);
            if (request.body() != null) {
                exact.set("body", read(new String(request.body(), StandardCharsets.UTF_8)));
                shown.set("body", read(scrubber.body(request.body(), "application/json")));
            }
            return new Side(exact, shown);
        }

        private static JsonNode read(String body) {
            try {
                return JSON.readTree(body);
            } catch (IOException noJson) {
                return TextNode.valueOf(body);
            }
        }

        String at(String pointer) {
            JsonNode value = shown.at(pointer);
            String text = value.isTextual() ? value.textValue() : value.toString();
            return value.isMissingNode() ? null : text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        }
    }

    private record Sides(String call, Side before, Side after, List<RequestDifference> found) {

        void compare() {
            if (before.exact().isMissingNode() || after.exact().isMissingNode()) {
                found.add(new RequestDifference(call, "", made(before), made(after)));
            } else {
                compare("", before.exact(), after.exact());
            }
        }

        private static String made(Side side) {
            return side.exact().isMissingNode() ? null : "made";
        }

        private void compare(String pointer, JsonNode one, JsonNode other) {
            if (one.isObject() && other.isObject()) {
                Set<String> names = new LinkedHashSet<>();
                one.fieldNames().forEachRemaining(names::add);
                other.fieldNames().forEachRemaining(names::add);
                names.forEach(name -> compare(pointer + "/" + name.replace("~", "~0").replace("/", "~1"), one.path(name), other.path(name)));
            } else if (one.isArray() && other.isArray() && one.size() == other.size()) {
                for (int i = 0; i < one.size(); i++) {
                    compare(pointer + "/" + i, one.get(i), other.get(i));
                }
            } else if (!one.equals(other)) {
                found.add(new RequestDifference(call, pointer, before.at(pointer), after.at(pointer)));
            }
        }
    }
}
