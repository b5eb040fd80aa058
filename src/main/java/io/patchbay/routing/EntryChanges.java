package io.patchbay.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How two configurations differ, entry by entry, by paths such as {@code accounts/acme-connect} and {@code routes/acme-default}. Where the
 * same rules stand in another order, {@code routes} lists their ids.
 *
 * @param before what is not there any more, or was otherwise
 * @param after  what is new, or is otherwise
 */
public record EntryChanges(ObjectNode before, ObjectNode after) {

    public static EntryChanges between(JsonNode before, JsonNode after) {
        EntryChanges changes = new EntryChanges(JsonNodeFactory.instance.objectNode(), JsonNodeFactory.instance.objectNode());
        for (Section section : Section.values()) {
            changes.compare(section, entries(before.path(section.word())), entries(after.path(section.word())));
        }
        return changes;
    }

    public boolean isEmpty() {
        return before.isEmpty() && after.isEmpty();
    }

    /** The paths of everything that differs. */
    public Set<String> paths() {
        Set<String> paths = new LinkedHashSet<>();
        before.fieldNames().forEachRemaining(paths::add);
        after.fieldNames().forEachRemaining(paths::add);
        return paths;
    }

    private void compare(Section section, Map<String, JsonNode> old, Map<String, JsonNode> now) {
        old.forEach((name, entry) -> {
            if (!entry.equals(now.get(name))) {
                before.set(section.word() + "/" + name, entry);
            }
        });
        now.forEach((name, entry) -> {
            if (!entry.equals(old.get(name))) {
                after.set(section.word() + "/" + name, entry);
            }
        });
        if (section == Section.ROUTES && old.keySet().equals(now.keySet()) && !List.copyOf(old.keySet()).equals(List.copyOf(now.keySet()))) {
            old.keySet().forEach(before.putArray(section.word())::add);
            now.keySet().forEach(after.putArray(section.word())::add);
        }
    }

    /** Of a list by the id of each, because its place says nothing about what it is. */
    private static Map<String, JsonNode> entries(JsonNode section) {
        Map<String, JsonNode> entries = new LinkedHashMap<>();
        section.properties().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        for (int i = 0; section.isArray() && i < section.size(); i++) {
            entries.put(section.get(i).path("id").asText(Integer.toString(i)), section.get(i));
        }
        return entries;
    }
}
