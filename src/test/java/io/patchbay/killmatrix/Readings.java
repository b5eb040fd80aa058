package io.patchbay.killmatrix;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/** Reads the two accounts that are not the resellers': the gateway's own and the providers'. */
final class Readings {

    private Readings() {
    }

    static Recorded gateway(Node node, Postgres postgres) {
        Map<String, String> open = new HashMap<>();
        postgres.column("select subscription_id || ' ' || open_operation from subscription where open_operation is not null")
                .forEach(row -> open.put(row.split(" ")[0], row.split(" ")[1]));
        List<Recorded.Sub> subscriptions = new ArrayList<>();
        List<Recorded.Op> operations = new ArrayList<>();
        for (Provider provider : Provider.values()) {
            pages(node, provider, "/v1/subscriptions",
                    view -> subscriptions.add(Recorded.Sub.of(view, open.get(view.path("subscriptionId").asText()))));
            pages(node, provider, "/v1/operations", view -> operations.add(Recorded.Op.of(view)));
        }
        return new Recorded(subscriptions, operations);
    }

    private static void pages(Node node, Provider provider, String path, Consumer<JsonNode> each) {
        String cursor = "";
        while (cursor != null) {
            String url = node.address() + path + "?limit=200" + cursor;
            Http.Reply reply = Http.send("GET", url, null, Map.of("X-Api-Key", provider.key))
                    .having(200, "the gateway does not give its list of " + path);
            reply.json().path("items").forEach(each);
            String next = reply.text("/nextCursor");
            cursor = next == null ? null : "&cursor=" + next;
        }
    }

    static List<Held> providers(Simulators simulators) {
        List<Held> held = new ArrayList<>();
        for (Provider provider : Provider.values()) {
            StreamSupport.stream(simulators.subscriptions(provider).spliterator(), false).map(truth -> Held.of(provider, truth)).forEach(held::add);
        }
        return held;
    }
}
