package io.patchbay.route;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.operation.Event;
import io.patchbay.operation.Events;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** What happened since somebody looked last. Unlike other lists it has no end: its cursor is where to read on later. */
@Component("eventFeed")
class EventFeed {

    private final Events events;

    EventFeed(Events events) {
        this.events = events;
    }

    public void show(Exchange exchange) {
        Order order = Order.of(exchange);
        Optional<String> after = Lists.before(exchange, order, "evt");
        if (exchange.isRouteStop()) {
            return;
        }
        Map<String, String> query = order.inbound.query();
        List<Event> found = events.page(order.inbound.tenant(), query.get("type"), after.orElse(null), Lists.limit(order));
        Answers.give(exchange, Answers.json(200, page(found, query.get("cursor")), order));
    }

    private static ObjectNode page(List<Event> found, String cursor) {
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        page.putArray("items").addAll(found.stream().map(Event::view).toList());
        String next = found.isEmpty() ? cursor : Cursor.after(found.getLast().id());
        return next == null ? page : page.put("nextCursor", next);
    }
}
