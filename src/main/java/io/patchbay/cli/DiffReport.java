package io.patchbay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.patchbay.routing.EntryChanges;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** How a directory differs from what is in force, entry by entry. Hashes of keys are never shown, only that they changed. */
record DiffReport(List<Entry> entries) {

    private static final String HIDDEN = "(hash)";

    /**
     * One tenant, account, offering, administrator or rule; or the order of the rules.
     *
     * @param mark + for what would be added, - for what would be removed, ~ for what would be otherwise
     */
    record Entry(char mark, String path, List<Field> fields) {
    }

    /** @param before null if it was not there; {@code after} likewise */
    record Field(String pointer, JsonNode before, JsonNode after) {
    }

    static DiffReport between(JsonNode running, JsonNode given) {
        EntryChanges changes = EntryChanges.between(running, given);
        return new DiffReport(new TreeSet<>(changes.paths()).stream().map(path -> entry(path, changes.before().get(path), changes.after().get(path))).toList());
    }

    private static Entry entry(String path, JsonNode before, JsonNode after) {
        List<Field> fields = new ArrayList<>();
        if (before != null && after != null) {
            compare("", before, after, fields);
        }
        return new Entry(before == null ? '+' : after == null ? '-' : '~', path, List.copyOf(fields));
    }

    private static void compare(String pointer, JsonNode before, JsonNode after, List<Field> fields) {
        if (before != null && after != null && before.isObject() && after.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> compare(pointer + "/" + name, before.get(name), after.get(name), fields));
        } else if (before != null && after != null && before.isArray() && after.isArray()) {
            for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
                compare(pointer + "/" + i, before.get(i), after.get(i), fields);
            }
        } else if (before == null || !before.equals(after)) {
            fields.add(new Field(pointer, shown(pointer, before), shown(pointer, after)));
        }
    }

    private static JsonNode shown(String pointer, JsonNode value) {
        if (value == null || value.isValueNode()) {
            return value != null && pointer.endsWith("/hash") ? TextNode.valueOf(HIDDEN) : value;
        }
        if (value.isArray()) {
            ArrayNode shown = JsonNodeFactory.instance.arrayNode();
            value.forEach(item -> shown.add(shown(pointer, item)));
            return shown;
        }
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        value.properties().forEach(field -> shown.set(field.getKey(), shown(pointer + "/" + field.getKey(), field.getValue())));
        return shown;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    void print(PrintStream out) {
        entries.forEach(entry -> {
            out.println(entry.mark() + " " + entry.path());
            entry.fields().forEach(field -> out.println("    " + field.pointer() + ": " + text(field.before()) + " -> " + text(field.after())));
        });
    }

    private static String text(JsonNode value) {
        return value == null ? "(nothing)" : value.toString();
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("same", isEmpty());
        ArrayNode added = json.putArray("added");
        ArrayNode removed = json.putArray("removed");
        ArrayNode changed = json.putArray("changed");
        entries.forEach(entry -> {
            switch (entry.mark()) {
                case '+' -> added.add(entry.path());
                case '-' -> removed.add(entry.path());
                default -> changed.add(view(entry));
            }
        });
        return json;
    }

    private static ObjectNode view(Entry entry) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("path", entry.path());
        ArrayNode fields = json.putArray("fields");
        entry.fields().forEach(field -> {
            ObjectNode view = fields.addObject().put("pointer", field.pointer());
            view.set("before", field.before());
            view.set("after", field.after());
        });
        return json;
    }
}
