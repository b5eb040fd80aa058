package io.patchbay.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;

/**
 * Something an administrator did.
 *
 * @param actor   id of the administrator's key, or what in the gateway acted by itself; never a key
 * @param what    area and word, such as {@code configuration.activated}
 * @param subject what it was done to, as a path below {@code /admin/v1}, such as {@code accounts/acme-connect}
 * @param reason  as given; null if none was
 * @param before  what was there before and is not any more; null if nothing was; holds no secret
 * @param after   what is there now; null if nothing is; holds no secret
 */
public record Act(String actor, String what, String subject, String reason, JsonNode before, JsonNode after) {

    /** Its subject, the entries by whose paths it says what was before and after, and everything above these. */
    Set<String> about() {
        Set<String> about = new TreeSet<>();
        addWithParents(about, subject);
        addPaths(about, before);
        addPaths(about, after);
        return about;
    }

    private static void addPaths(Set<String> about, JsonNode state) {
        if (state != null) {
            state.properties().stream().filter(entry -> isPath(entry.getKey(), entry.getValue())).forEach(entry -> addWithParents(about, entry.getKey()));
        }
    }

    /** A list stands for the order of what is below its name. */
    private static boolean isPath(String name, JsonNode value) {
        return name.contains("/") || value.isArray();
    }

    private static void addWithParents(Set<String> about, String path) {
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            about.add(path.substring(0, end));
        }
    }
}
