package io.patchbay.killmatrix;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An administrator at the API of the gateways, now at one and now at the other. */
final class Operator {

    private static final String KEY = "pb_admin_demo";

    private final List<Node> nodes;
    private int turn;

    Operator(List<Node> nodes) {
        this.nodes = nodes;
    }

    Http.Reply get(String path) {
        return get(next(), path);
    }

    Http.Reply get(Node node, String path) {
        return send(node, "GET", path, null, Map.of());
    }

    /** @param etag of what is changed; null where nothing is there yet */
    Http.Reply change(String method, String path, JsonNode body, String etag) {
        Map<String, String> headers = new HashMap<>(Map.of("Patchbay-Reason", "proof of rerouting"));
        Optional.ofNullable(etag).ifPresent(seen -> headers.put("If-Match", seen));
        return send(next(), method, path, body, headers);
    }

    /** Reads what is there and changes it, as one does by hand. */
    Http.Reply edit(String method, String path, JsonNode body) {
        Http.Reply seen = get(path);
        return change(method, path, body, seen.header("ETag").orElse(null));
    }

    Http.Reply post(String path, JsonNode body) {
        return send(next(), "POST", path, body, Map.of());
    }

    private Node next() {
        return nodes.get(turn++ % nodes.size());
    }

    private static Http.Reply send(Node node, String method, String path, JsonNode body, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        headers.put("X-Api-Key", KEY);
        return Http.send(method, node.address() + "/admin/v1" + path, body == null ? null : body.toString(), headers)
                .answered("gateway " + node.name + " does not answer an administrator");
    }
}
