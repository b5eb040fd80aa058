package io.patchbay.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.mapping.Notice;
import java.util.List;

/** Notices as the API shows them. */
final class Notices {

    private Notices() {
    }

    static ArrayNode json(List<Notice> notices) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        notices.forEach(notice -> add(json.addObject(), notice));
        return json;
    }

    private static void add(ObjectNode json, Notice notice) {
        json.put("code", notice.code());
        if (notice.pointer() != null) {
            json.put("pointer", notice.pointer());
        }
        json.put("message", notice.message());
    }
}
