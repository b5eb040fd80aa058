package io.patchbay.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A configuration as its files say it: merged, not yet believed. Remembers where every entry came from. */
final class Draft {

    private record Origin(String file, String pointer) {
    }

    private final ObjectNode document = JsonNodeFactory.instance.objectNode();
    private final Map<String, Origin> origins = new TreeMap<>();
    private final List<ConfigurationProblem> problems = new ArrayList<>();

    static String below(String pointer, String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    ObjectNode document() {
        return document;
    }

    /** Every problem found so far; grows while the draft is read and checked. */
    List<ConfigurationProblem> problems() {
        return problems;
    }

    /** Entries of one of the document's objects by name, or of one of its lists by index. */
    Map<String, JsonNode> entries(String section) {
        Map<String, JsonNode> entries = new LinkedHashMap<>();
        JsonNode found = document.path(section);
        found.properties().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        for (int i = 0; found.isArray() && i < found.size(); i++) {
            entries.put(Integer.toString(i), found.get(i));
        }
        return entries;
    }

    void merge(String file, JsonNode content) {
        content.properties().forEach(section -> {
            String name = section.getKey();
            if (section.getValue().isObject()) {
                section.getValue().properties().forEach(entry -> put(file, name, entry.getKey(), entry.getValue()));
            } else if (section.getValue().isArray()) {
                append(file, name, section.getValue());
            }
        });
    }

    private void put(String file, String section, String name, JsonNode value) {
        String pointer = below("/" + section, name);
        Origin earlier = origins.putIfAbsent(pointer, new Origin(file, pointer));
        if (earlier != null) {
            problems.add(new ConfigurationProblem(file, pointer, "also given in " + earlier.file()));
            return;
        }
        section(section, false).ifPresent(target -> ((ObjectNode) target).set(name, value));
    }

    private void append(String file, String section, JsonNode items) {
        section(section, true).ifPresent(target -> {
            for (int i = 0; i < items.size(); i++) {
                origins.put("/" + section + "/" + target.size(), new Origin(file, "/" + section + "/" + i));
                ((ArrayNode) target).add(items.get(i));
            }
        });
    }

    // A section that is a list in one file and an object in another is already a problem of the schema in one of them.
    private Optional<JsonNode> section(String name, boolean list) {
        if (!document.has(name)) {
            document.set(name, list ? document.arrayNode() : document.objectNode());
        }
        return Optional.of(document.get(name)).filter(found -> found.isArray() == list);
    }

    /** Reports a problem at a pointer into the merged document, in terms of the file it came from. */
    void problem(String pointer, String message) {
        problems.add(located(pointer, message));
    }

    /** Says something about a pointer into the merged document, in terms of the file it came from. */
    ConfigurationProblem located(String pointer, String message) {
        String[] parts = pointer.split("/", 4);
        Origin origin = parts.length < 3 ? null : origins.get("/" + parts[1] + "/" + parts[2]);
        String rest = parts.length < 4 ? "" : "/" + parts[3];
        return origin == null ? new ConfigurationProblem("(all files)", pointer, message)
                : new ConfigurationProblem(origin.file(), origin.pointer() + rest, message);
    }
}
