package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * How far a walk has come; enough to go on after a crash.
 *
 * @param position step that is next
 * @param steps    outputs of finished calls
 * @param reserved items taken from pools
 * @param last     the last finished call; null before the first
 * @param rule     outcome rule that decided about it
 * @param page     next page to ask for; null = the first
 * @param items    items of the pages so far
 * @param pages    number of pages so far
 */
record Progress(int position, ObjectNode steps, ObjectNode reserved, String last, String rule, JsonNode page, ArrayNode items, int pages) {
    static final Progress START = new Progress(0, Trees.object(), Trees.object(), null, null, null, null, 0);

    static Progress of(ObjectNode tree) {
        return new Progress(tree.path("position").asInt(), object(tree.path("steps")), object(tree.path("reserved")),
                Trees.text(tree, "last"), Trees.text(tree, "rule"), tree.get("page"),
                tree.path("items") instanceof ArrayNode items ? items : null, tree.path("pages").asInt());
    }

    ObjectNode tree() {
        ObjectNode tree = Trees.object().put("position", position);
        tree.set("steps", steps);
        tree.set("reserved", reserved);
        return page == null ? finished(tree) : paged(finished(tree));
    }

    /** The same at another step, for the steps may have changed their places since it was written down. */
    Progress movedTo(int other) {
        return new Progress(other, steps, reserved, last, rule, page, items, pages);
    }

    /** Back to an earlier step, with the outputs of the calls before it. */
    Progress rewoundTo(int earlier, Set<String> before) {
        ObjectNode kept = Trees.shallow(steps).retain(before);
        return new Progress(earlier, kept, reserved, before.contains(last) ? last : null, rule, null, null, 0);
    }

    Progress skipped() {
        return new Progress(position + 1, steps, reserved, last, rule, null, null, 0);
    }

    Progress holding(String pool, String item) {
        ObjectNode more = Trees.shallow(reserved).put(pool, item);
        return new Progress(position + 1, steps, more, last, rule, null, null, 0);
    }

    Progress turned(String rule, JsonNode next, JsonNode found) {
        return new Progress(position, steps, reserved, last, rule, next, together(found), pages + 1);
    }

    Progress finished(String call, String rule, ObjectNode output) {
        ObjectNode more = Trees.shallow(steps).set(call, items == null ? output : joined(output));
        return new Progress(position + 1, more, reserved, call, rule, null, null, 0);
    }

    /** Steps and reservations, but nothing of their results: where the restocking of a pool begins. */
    Progress asked(JsonNode next) {
        return new Progress(0, steps, reserved, null, null, next, null, 0);
    }

    /** The context as mappings see it at this point. */
    ObjectNode view(ObjectNode context) {
        ObjectNode view = Trees.shallow(context);
        view.set("steps", steps);
        view.set("reserved", reserved);
        return page == null ? view : view.set("page", page);
    }

    private ObjectNode joined(ObjectNode output) {
        return Trees.shallow(output).set("items", together(output.path("items")));
    }

    private ArrayNode together(JsonNode found) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        if (items != null) {
            all.addAll(items);
        }
        return found instanceof ArrayNode more ? all.addAll(more) : all;
    }

    private ObjectNode finished(ObjectNode tree) {
        return last == null ? tree : tree.put("last", last).put("rule", rule);
    }

    private ObjectNode paged(ObjectNode tree) {
        tree.put("pages", pages).set("page", page);
        return items == null ? tree : tree.set("items", items);
    }

    private static ObjectNode object(JsonNode node) {
        return node instanceof ObjectNode object ? object : Trees.object();
    }
}
