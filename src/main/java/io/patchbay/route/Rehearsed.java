package io.patchbay.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.contract.Problem;
import io.patchbay.mapping.Foresight;
import io.patchbay.mapping.ProviderRequest;
import io.patchbay.mapping.Scrubber;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What would become of an order.
 *
 * @param foresight what would be sent; nothing where it is refused
 * @param problem   why it is refused; null if it is not
 */
record Rehearsed(Order order, Outcome outcome, Foresight foresight, Problem problem) {

    /** Sent at once, held here until its time, kept until its account can be reached, or refused. */
    enum Outcome {
        SENT, HELD, QUEUED, REFUSED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Rehearsed refused(Order order, Problem problem) {
        return new Rehearsed(order, Outcome.REFUSED, new Foresight(List.of(), List.of()), problem);
    }

    boolean isRefused() {
        return outcome == Outcome.REFUSED;
    }

    /** Name of the account that would carry it, or would have if it were not refused there; empty where routing found none. */
    Optional<String> account() {
        return Optional.ofNullable(order.connection).map(connection -> connection.account().name());
    }

    /** What the caller asked for: at once, on a day, or a shell. */
    String mode() {
        boolean activation = order.inbound.body().has("activation");
        return !activation ? "shell" : order.time != null && order.time.isLaterThan(order.at) ? "scheduled" : "immediate";
    }

    /** The requests as a person may read them. */
    ArrayNode requests() {
        ArrayNode requests = JsonNodeFactory.instance.arrayNode();
        foresight.calls().forEach(call -> request(requests.addObject(), call));
        return requests;
    }

    private void request(ObjectNode json, Foresight.Call call) {
        json.put("call", call.name()).put("exact", call.exact());
        if (call.request() != null) {
            written(json, call.request(), order.unit.scrubber());
        }
    }

    private static void written(ObjectNode json, ProviderRequest request, Scrubber scrubber) {
        json.put("method", request.method()).put("path", scrubber.path(request.target()));
        scrubber.headers(request.headers()).forEach(json.putObject("headers")::put);
        if (request.body() != null) {
            json.put("requestBody", scrubber.body(request.body(), "application/json"));
        }
    }

    ArrayNode items() {
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        foresight.items().forEach(item -> {
            ObjectNode json = items.addObject().put("pool", item.pool()).put("key", item.key());
            Optional.ofNullable(item.wanted()).ifPresent(wanted -> json.put("item", wanted));
        });
        return items;
    }
}
