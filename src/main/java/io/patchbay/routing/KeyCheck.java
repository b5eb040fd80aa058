package io.patchbay.routing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** No key may open two doors, and its id must tell it from the others of its owner. */
final class KeyCheck implements ConfigurationCheck {

    @Override
    public void check(Draft draft, KnownProviders known) {
        Map<String, String> owners = new HashMap<>();
        draft.entries("tenants").forEach((name, tenant) -> {
            Set<String> ids = new HashSet<>();
            for (int i = 0; i < tenant.path("keys").size(); i++) {
                String pointer = Draft.below("/tenants", name) + "/keys/" + i;
                key(draft, pointer, tenant.path("keys").get(i), "tenant " + name, owners, ids);
            }
        });
        Set<String> ids = new HashSet<>();
        draft.entries("administrators").forEach((index, key) ->
                key(draft, "/administrators/" + index, key, "an administrator", owners, ids));
    }

    private static void key(Draft draft, String pointer, JsonNode key, String owner, Map<String, String> owners, Set<String> ids) {
        String hash = key.path("hash").asText();
        String earlier = hash.isEmpty() ? null : owners.putIfAbsent(hash, owner);
        if (earlier != null) {
            draft.problem(pointer + "/hash", "the same key already belongs to " + earlier + "; give every caller a key of its own");
        }
        String id = key.path("id").asText();
        if (!id.isEmpty() && !ids.add(id)) {
            draft.problem(pointer + "/id", "another key of " + owner + " has the id " + id);
        }
    }
}
