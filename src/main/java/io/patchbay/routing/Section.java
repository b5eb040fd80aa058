package io.patchbay.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;

/** A part of a configuration document that consists of entries, each with a name or id. What is edited is a copy; the document that was given stays as it was. */
public enum Section {

    TENANTS(false), ACCOUNTS(false), OFFERINGS(false), ROUTES(true), ADMINISTRATORS(true);

    private final boolean list;

    Section(boolean list) {
        this.list = list;
    }

    /** Its key in the document. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether its entries stand in an order and hold their names themselves, as {@code id}. */
    public boolean isList() {
        return list;
    }

    /** All entries; empty if the document has none. */
    public JsonNode of(ObjectNode document) {
        JsonNode found = document.path(word());
        return found.isMissingNode() ? list ? JsonNodeFactory.instance.arrayNode() : JsonNodeFactory.instance.objectNode() : found;
    }

    public Optional<ObjectNode> entry(ObjectNode document, String name) {
        JsonNode entries = of(document);
        return (list ? entries.path(place(entries, name)) : entries.path(name)) instanceof ObjectNode entry ? Optional.of(entry) : Optional.empty();
    }

    /** @return the document with other entries in this section */
    public ObjectNode replaced(ObjectNode document, JsonNode entries) {
        ObjectNode edited = document.deepCopy();
        edited.set(word(), entries.deepCopy());
        return edited;
    }

    /**
     * @param before in a list, the entry that it shall stand before; null leaves it where it stands and puts a new one last
     * @return the document with this entry
     */
    public ObjectNode with(ObjectNode document, String name, ObjectNode entry, String before) {
        JsonNode entries = of(document).deepCopy();
        if (entries instanceof ArrayNode ordered) {
            put(ordered, name, entry, before);
        } else {
            ((ObjectNode) entries).set(name, entry);
        }
        return replaced(document, entries);
    }

    private static void put(ArrayNode ordered, String name, ObjectNode entry, String before) {
        int present = place(ordered, name);
        if (before == null && present >= 0) {
            ordered.set(present, entry);
            return;
        }
        if (present >= 0) {
            ordered.remove(present);
        }
        ordered.insert(before == null ? ordered.size() : place(ordered, before), entry);
    }

    /** @return the document without this entry */
    public ObjectNode without(ObjectNode document, String name) {
        JsonNode entries = of(document).deepCopy();
        if (entries instanceof ArrayNode ordered) {
            ordered.remove(place(ordered, name));
        } else {
            ((ObjectNode) entries).remove(name);
        }
        return replaced(document, entries);
    }

    /** @return -1 if it is not there */
    private static int place(JsonNode ordered, String name) {
        for (int i = 0; i < ordered.size(); i++) {
            if (ordered.get(i).path("id").asText().equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
