package io.patchbay.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import java.util.ArrayList;
import java.util.List;

/** Somebody with an administrator's key who changes the configuration as its API asks for: reads first, and says why. */
record Operator(Gateway node) {

    static final String REASON = "Ticket 4711";

    Answer read(String path) {
        return node.get(Gateway.ADMIN, "/admin/v1/" + path);
    }

    String tag(String path) {
        return read(path).headers().get("etag");
    }

    /** @param headers besides the reason */
    Answer send(String method, String path, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("Patchbay-Reason");
        all.add(REASON);
        return node.send(Gateway.ADMIN, method, "/admin/v1/" + path, body, all.toArray(String[]::new));
    }

    Answer create(String path, String body) {
        return send("PUT", path, body);
    }

    Answer put(String path, String body) {
        return send("PUT", path, body, "If-Match", tag(path.split("\\?")[0]));
    }

    Answer patch(String path, String body) {
        return send("PATCH", path, body, "If-Match", tag(path), "Content-Type", "application/merge-patch+json");
    }

    Answer delete(String path) {
        return send("DELETE", path, null, "If-Match", tag(path));
    }

    /** @param members of the body besides the reason */
    Answer propose(String members) {
        return node.post(Gateway.ADMIN, "/admin/v1/revisions", "{\"reason\": \"" + REASON + "\", " + members + "}");
    }

    Answer restore(long revision) {
        return node.post(Gateway.ADMIN, "/admin/v1/revisions/" + revision + "/restore", "{\"reason\": \"" + REASON + "\"}");
    }

    /** The number of the revision that an answer names. */
    static long revision(Answer answer) {
        return Long.parseLong(answer.headers().get("patchbay-revision"));
    }

    /** The number of the one in force. */
    long inForce() {
        return read("revisions/current").json().path("revision").asLong();
    }

    static List<String> pointers(Answer refused) {
        List<String> pointers = new ArrayList<>();
        refused.json().path("errors").forEach(error -> pointers.add(error.path("pointer").asText()));
        return pointers;
    }

    static List<String> ids(JsonNode page) {
        return page.path("items").findValuesAsText("id");
    }
}
