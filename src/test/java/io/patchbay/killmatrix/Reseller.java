package io.patchbay.killmatrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.killmatrix.Told.End;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Lives stories through, order by order, and remembers everything that was said. */
final class Reseller {

    private final List<Node> nodes;
    private final Wire wire;
    private final Spoiling spoiling;
    private final Whereabouts whereabouts;
    private final Tally<Cell> cells;
    private final Duration patience;
    private final Queue<Told> told = new ConcurrentLinkedQueue<>();

    Reseller(List<Node> nodes, Wire wire, Spoiling spoiling, Whereabouts whereabouts, Tally<Cell> cells, Duration patience) {
        this.nodes = nodes;
        this.wire = wire;
        this.spoiling = spoiling;
        this.whereabouts = whereabouts;
        this.cells = cells;
        this.patience = patience;
    }

    /** The next order is given only when the one before has ended well. */
    void live(Story story) {
        whereabouts.begins(story);
        String subscription = null;
        for (Step step : story.steps()) {
            Optional<Errand.Request> request = request(story, step, subscription);
            if (request.isEmpty()) {
                continue;
            }
            spoiling.plan(story, step);
            Told result = new Errand(story, step, request.get(), nodes, patience, wire, cells).run();
            told.add(result);
            subscription = result.subscription();
            if (result.end() != End.DONE || subscription == null) {
                return;
            }
            learn(story, subscription);
        }
    }

    private void learn(Story story, String subscription) {
        look(story, subscription, "").ifPresent(view -> whereabouts.learned(story, subscription,
                view.at("/provider/subscriptionId").asText(null), view.at("/sim/iccid").asText(null)));
    }

    /** What the gateway shows of it; asked a few times, for a gateway may just be down. */
    private Optional<JsonNode> look(Story story, String subscription, String more) {
        for (int i = 0; i < 20; i++) {
            Optional<Http.Reply> reply = Http.send("GET", nodes.get(i % nodes.size()).address() + "/v1/subscriptions/" + subscription + more, null,
                    Map.of("X-Api-Key", story.provider().key)).reply();
            if (reply.isPresent() && reply.get().status() == 200) {
                return reply.map(Http.Reply::json);
            }
            Pause.of(Duration.ofMillis(300));
        }
        return Optional.empty();
    }

    /** @return empty if there is nothing for it to work on */
    private Optional<Errand.Request> request(Story story, Step step, String subscription) {
        String key = step.keyed() ? "story-" + story.number() + "-" + step.act().word() : null;
        String one = "/v1/subscriptions/" + subscription;
        return switch (step.act()) {
            case CREATE -> Optional.of(new Errand.Request("POST", "/v1/subscriptions", story.order().toString(), key, null));
            case ACTIVATE -> Optional.of(new Errand.Request("POST", one + "/activate",
                    story.opening() == Story.Opening.SHELL ? story.activation().toString() : null, key, subscription));
            case CANCEL -> Optional.of(new Errand.Request("POST", one + "/cancel", cancellation(), key, subscription));
            case PAUSE -> Optional.of(new Errand.Request("POST", one + "/pause", null, key, subscription));
            case RESUME -> Optional.of(new Errand.Request("POST", one + "/resume", null, key, subscription));
            case SEND_SMS -> Optional.of(new Errand.Request("POST", one + "/sms", message(story), key, subscription));
            case SUSPEND_PLAN_ATTACHMENT -> look(story, subscription, "/plan-attachments")
                    .map(page -> page.at("/items/0/planAttachmentId").asText(null))
                    .map(attachment -> new Errand.Request("POST", one + "/plan-attachments/" + attachment + "/suspend", null, key, subscription));
        };
    }

    private static String cancellation() {
        return JsonNodeFactory.instance.objectNode().put("reason", "NO_NEED").toString();
    }

    private static String message(Story story) {
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("from", "Patchbay").put("message", story.message());
        return message.toString();
    }

    List<Told> told() {
        return List.copyOf(told);
    }
}
