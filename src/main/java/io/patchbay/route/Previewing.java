package io.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.contract.Problem;
import io.patchbay.contract.Problem.FieldError;
import io.patchbay.contract.ProblemCode;
import io.patchbay.operation.RecordedCreate;
import io.patchbay.operation.RecordedCreates;
import io.patchbay.provider.Connections;
import io.patchbay.routing.Configuration;
import io.patchbay.routing.EntryChanges;
import io.patchbay.routing.Previews;
import io.patchbay.routing.Router;
import io.patchbay.subscription.TimeOrderedId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Tells operators what a change would have made of the orders there were: each is played through once with the configuration in force and
 * once with the changed one, as at the time it came.
 */
@Component("previewing")
class Previewing {

    private static final int SAMPLE = 200;
    private static final Duration LATER = Duration.ofSeconds(10);

    private final Drafts drafts;
    private final RecordedCreates recorded;
    private final Previews previews;
    private final Carriers carriers;
    private final Connections connections;
    private final ActivationTimes times;
    private final PreviewTurn turn;
    private final Duration budget;

    Previewing(Drafts drafts, RecordedCreates recorded, Previews previews, Carriers carriers, Connections connections, ActivationTimes times, PreviewTurn turn,
            @Value("${patchbay.preview.budget:10s}") Duration budget) {
        this.drafts = drafts;
        this.recorded = recorded;
        this.previews = previews;
        this.carriers = carriers;
        this.connections = connections;
        this.times = times;
        this.turn = turn;
        this.budget = budget;
    }

    public void preview(Exchange exchange) {
        Order asked = Order.of(exchange);
        Drafts.Draft.Read base = drafts.base();
        switch (drafts.proposed(asked.inbound.body(), "", base.document())) {
            case Drafts.Draft.Refused(Problem problem) -> Answers.refuse(exchange, problem);
            case Drafts.Draft.Read proposed -> unknownTenants(asked.inbound.body(), base.configuration(), proposed.configuration()).ifPresentOrElse(
                    problem -> Answers.refuse(exchange, problem), () -> inTurn(exchange, asked, base, proposed));
        }
    }

    private void inTurn(Exchange exchange, Order asked, Drafts.Draft.Read base, Drafts.Draft.Read proposed) {
        turn.take(() -> previewed(asked, base, proposed)).ifPresentOrElse(json -> Answers.give(exchange, Answers.json(200, json, asked)),
                () -> Answers.refuse(exchange, Problem.of(ProblemCode.NOT_READY,
                        "Other previews are taking long on this node; this one was not begun. Try again in a moment.").retryAfter(LATER)));
    }

    private static Optional<Problem> unknownTenants(ObjectNode body, Configuration before, Configuration after) {
        List<FieldError> errors = new ArrayList<>();
        JsonNode tenants = body.path("tenants");
        for (int i = 0; i < tenants.size(); i++) {
            String name = tenants.get(i).textValue();
            if (!before.tenants().containsKey(name) && !after.tenants().containsKey(name)) {
                errors.add(new FieldError("/tenants/" + i, null, "unknown", "`tenants." + i + "` names no tenant, neither before nor after the change."));
            }
        }
        return errors.isEmpty() ? Optional.empty() : Optional.of(Refused.fields(errors));
    }

    private ObjectNode previewed(Order asked, Drafts.Draft.Read base, Drafts.Draft.Read proposed) {
        ObjectNode body = asked.inbound.body();
        List<String> tenants = new ArrayList<>();
        body.path("tenants").forEach(tenant -> tenants.add(tenant.textValue()));
        int sample = body.path("sample").asInt(SAMPLE);
        ReplayDifferences differences = new ReplayDifferences();
        ObjectNode looked = looked(recorded.newest(sample, tenants), base.configuration(), proposed.configuration(), differences).put("asked", sample);
        ObjectNode summary = differences.summary();
        String id = TimeOrderedId.preview(asked.at.toEpochMilli());
        Instant until = previews.keep(id, asked.inbound.actor(), base.number(), proposed.document(), summary);
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("preview", id).put("based", base.number()).put("validUntil", until.toString());
        changes(json.putArray("changes"), base.document(), proposed.document());
        json.set("sample", looked);
        json.set("summary", summary);
        differences.into(json);
        return json;
    }

    private static void changes(ArrayNode json, ObjectNode before, ObjectNode after) {
        EntryChanges.between(before, after).paths().forEach(json::add);
    }

    private ObjectNode looked(List<RecordedCreate> orders, Configuration before, Configuration after, ReplayDifferences differences) {
        Rehearsal old = rehearsal();
        Rehearsal proposed = rehearsal();
        long began = System.nanoTime();
        int examined = 0;
        int unreadable = 0;
        for (RecordedCreate order : orders) {
            if (System.nanoTime() - began > budget.toNanos()) {
                break;
            }
            Optional<ObjectNode> command = recorded.command(order);
            command.ifPresent(open -> differences.add(order, played(old, order, open, before), played(proposed, order, open, after)));
            examined += command.isPresent() ? 1 : 0;
            unreadable += command.isPresent() ? 0 : 1;
        }
        return sample(orders, examined, unreadable);
    }

    private static ObjectNode sample(List<RecordedCreate> orders, int examined, int unreadable) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("examined", examined).put("unreadable", unreadable)
                .put("stoppedEarly", examined + unreadable < orders.size());
        if (examined + unreadable > 0) {
            json.put("newest", orders.getFirst().at().toString()).put("oldest", orders.get(examined + unreadable - 1).at().toString());
        }
        return json;
    }

    private Rehearsal rehearsal() {
        return new Rehearsal(Router.ofThought(), Imagined.inGoodHealth(carriers, connections), times);
    }

    /** Its own reference is taken, by itself; what was in its way then is not asked again. */
    private static Rehearsed played(Rehearsal rehearsal, RecordedCreate recorded, ObjectNode command, Configuration configuration) {
        Order order = new Order(Explanations.inbound(recorded.tenant(), command.deepCopy()), configuration, recorded.operationId(), recorded.at());
        return rehearsal.play(order, recorded.subscriptionId(), Optional::empty);
    }
}
