package io.patchbay.route;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.contract.Problem;
import io.patchbay.operation.References;
import io.patchbay.provider.Connections;
import io.patchbay.routing.Configuration;
import io.patchbay.routing.ConfigurationStore;
import io.patchbay.routing.Router;
import io.patchbay.subscription.TimeOrderedId;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** Tells operators what would become of an order, and why. Nothing is sent, written or taken. */
@Component("explanations")
class Explanations {

    private final Drafts drafts;
    private final ConfigurationStore configurations;
    private final Carriers carriers;
    private final Connections connections;
    private final ActivationTimes times;
    private final References references;
    private final Clock clock;
    private final Router router = Router.ofThought();

    Explanations(Drafts drafts, ConfigurationStore configurations, Carriers carriers, Connections connections, ActivationTimes times,
            References references, Clock clock) {
        this.drafts = drafts;
        this.configurations = configurations;
        this.carriers = carriers;
        this.connections = connections;
        this.times = times;
        this.references = references;
        this.clock = clock;
    }

    public void explain(Exchange exchange) {
        Order asked = Order.of(exchange);
        switch (configuration(asked.inbound.body())) {
            case Drafts.Draft.Refused(Problem problem) -> Answers.refuse(exchange, problem);
            case Drafts.Draft.Read read -> explain(exchange, asked, read);
        }
    }

    private Drafts.Draft configuration(ObjectNode body) {
        if (body.has("configuration") && body.has("revision")) {
            return new Drafts.Draft.Refused(Refused.field("/revision", "invalid", "Give either `configuration` or `revision`."));
        }
        if (body.has("configuration")) {
            return drafts.proposed(body.get("configuration"), "/configuration", drafts.base().document());
        }
        return body.has("revision") ? drafts.revision(body.get("revision").longValue()) : inForce();
    }

    private Drafts.Draft inForce() {
        Configuration current = configurations.current();
        return new Drafts.Draft.Read(current.revision(), current, null);
    }

    private void explain(Exchange exchange, Order asked, Drafts.Draft.Read read) {
        String tenant = asked.inbound.body().path("tenant").textValue();
        if (read.configuration().tenants().containsKey(tenant)) {
            Answers.give(exchange, Answers.json(200, explained(asked.inbound.body(), tenant, read), asked));
        } else {
            Answers.refuse(exchange, Refused.field("/tenant", "unknown", "`tenant` names none of this configuration."));
        }
    }

    private ObjectNode explained(ObjectNode body, String tenant, Drafts.Draft.Read read) {
        Configuration configuration = read.configuration();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Order order = new Order(inbound(tenant, (ObjectNode) body.get("request")), configuration, TimeOrderedId.operation(now.toEpochMilli()), now);
        String id = Optional.ofNullable(body.path("subscriptionId").textValue()).orElseGet(() -> TimeOrderedId.subscription(now.toEpochMilli()));
        Wiring wiring = Imagined.asTheyAre(carriers, connections);
        Rehearsed rehearsed = new Rehearsal(router, wiring, times).play(order, id, () -> NewOrders.taken(order, references));
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("revision", read.number()).put("tenant", tenant).put("subscriptionId", id);
        return new Explanation(router.reason(configuration, tenant, order.inbound.body(), id), rehearsed, wiring).into(json);
    }

    static Inbound inbound(String tenant, ObjectNode request) {
        return new Inbound("createSubscription", tenant, Map.of(), Map.of(), request, true, null, false);
    }
}
