package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** How one provider behaves where its documentation leaves the choice open. */
final class Settings {

    private final Map<String, Setting> known = new LinkedHashMap<>();
    private final Map<String, JsonNode> values = new LinkedHashMap<>();

    private record Setting(JsonNode standard, Predicate<JsonNode> allowed, String expectation) {
    }

    Settings number(String name, long standard, long least, long most) {
        return declare(name, new Setting(LongNode.valueOf(standard),
                value -> value.isIntegralNumber() && value.canConvertToLong()
                        && value.longValue() >= least && value.longValue() <= most,
                "a whole number from " + least + " to " + most));
    }

    Settings flag(String name, boolean standard) {
        return declare(name, new Setting(BooleanNode.valueOf(standard), JsonNode::isBoolean, "true or false"));
    }

    Settings choice(String name, String standard, Set<String> choices) {
        return declare(name, new Setting(TextNode.valueOf(standard),
                value -> value.isTextual() && choices.contains(value.textValue()), "one of " + choices));
    }

    private Settings declare(String name, Setting setting) {
        known.put(name, setting);
        values.put(name, setting.standard);
        return this;
    }

    synchronized long number(String name) {
        return values.get(name).longValue();
    }

    synchronized boolean flag(String name) {
        return values.get(name).booleanValue();
    }

    synchronized String choice(String name) {
        return values.get(name).textValue();
    }

    /** Takes all the changes, or none and says why. */
    synchronized Optional<Answer> merge(ObjectNode changes) {
        Optional<Answer> refusal = changes.properties().stream()
                .flatMap(change -> refusal(change.getKey(), change.getValue()).stream()).findFirst();
        if (refusal.isEmpty()) {
            changes.properties().forEach(change -> values.put(change.getKey(), change.getValue()));
        }
        return refusal;
    }

    private Optional<Answer> refusal(String name, JsonNode value) {
        Setting setting = known.get(name);
        if (setting == null) {
            return Optional.of(Answer.refusal(400, "unknown setting, known are " + known.keySet(), name));
        }
        return setting.allowed.test(value) ? Optional.empty()
                : Optional.of(Answer.refusal(400, "must be " + setting.expectation, name));
    }

    synchronized ObjectNode json() {
        return Json.object().setAll(values);
    }

    synchronized void reset() {
        known.forEach((name, setting) -> values.put(name, setting.standard));
    }
}
