package io.patchbay.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds U+0000 and halves of characters in keys and texts, also inside free objects where no schema looks. JSON allows them and PostgreSQL
 * does not: unrefused the one would become a fault of ours after the request was accepted, the other a question mark. Numbers without bound,
 * which JSON allows too, would be kept as the word Infinity.
 */
final class UnstorableText {

    private final Subject subject;
    private final List<Violation> found = new ArrayList<>();

    private UnstorableText(Subject subject) {
        this.subject = subject;
    }

    static List<Violation> in(JsonNode value, Subject subject) {
        UnstorableText search = new UnstorableText(subject);
        search.visit(value, new ArrayList<>());
        return search.found;
    }

    private void visit(JsonNode value, List<String> place) {
        if (value.isTextual()) {
            judge(value.asText(), place);
        }
        if (value.isFloatingPointNumber() && !Double.isFinite(value.doubleValue())) {
            found.add(subject.violation(place, "range", "must be a number between -1.7e308 and 1.7e308; send a larger one as text"));
        }
        value.properties().forEach(entry -> visitEntry(entry, place));
        for (int index = 0; value.isArray() && index < value.size(); index++) {
            visitChild(value.get(index), String.valueOf(index), place);
        }
    }

    private void visitEntry(Map.Entry<String, JsonNode> entry, List<String> place) {
        judge(entry.getKey(), place);
        visitChild(entry.getValue(), entry.getKey(), place);
    }

    private void visitChild(JsonNode child, String token, List<String> place) {
        place.add(token);
        visit(child, place);
        place.removeLast();
    }

    private void judge(String text, List<String> place) {
        if (text.indexOf('\0') >= 0) {
            found.add(subject.violation(place, "invalid", "must not contain the character U+0000"));
        }
        if (hasHalf(text)) {
            found.add(subject.violation(place, "invalid", "must not contain one half of a surrogate pair"));
        }
    }

    private static boolean hasHalf(String text) {
        int index = 0;
        while (index < text.length()) {
            int codePoint = text.codePointAt(index);
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                return true;
            }
            index += Character.charCount(codePoint);
        }
        return false;
    }
}
