package io.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.audit.Act;
import io.patchbay.audit.Audit;
import io.patchbay.audit.AuditEntry;
import io.patchbay.audit.AuditFilter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** What administrators did, for administrators to read. */
@Component("auditDesk")
class AuditDesk {

    private static final String KIND = "aud";

    private final Audit audit;

    AuditDesk(Audit audit) {
        this.audit = audit;
    }

    public void list(Exchange exchange) {
        Order order = Order.of(exchange);
        Optional<String> before = Lists.before(exchange, order, KIND);
        if (exchange.isRouteStop()) {
            return;
        }
        Map<String, String> query = order.inbound.query();
        List<AuditEntry> found = audit.page(new AuditFilter(query.get("actor"), query.get("act"), query.get("subject")),
                before.map(Numbered::number).orElse(Long.MAX_VALUE), Lists.limit(order) + 1);
        Answers.give(exchange, Answers.json(200, Answers.page(found, Lists.limit(order), AuditDesk::view,
                entry -> Numbered.id(KIND, entry.number())), order));
    }

    private static ObjectNode view(AuditEntry entry) {
        Act act = entry.act();
        ObjectNode view = JsonNodeFactory.instance.objectNode().put("entry", entry.number()).put("at", entry.at().toString())
                .put("actor", act.actor()).put("act", act.what()).put("subject", act.subject());
        if (act.reason() != null) {
            view.put("reason", act.reason());
        }
        put(view, "before", act.before());
        put(view, "after", act.after());
        return view;
    }

    private static void put(ObjectNode view, String name, JsonNode state) {
        if (state != null) {
            view.set(name, state);
        }
    }
}
