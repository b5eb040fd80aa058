package io.patchbay.killmatrix;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.killmatrix.Told.End;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One order until its end, as a careful reseller goes about it: the same request under the same key at whichever gateway answers, the
 * operation read where one was promised, and nothing ordered twice on a guess.
 */
final class Errand {

    private static final Duration SOON = Duration.ofMillis(150);
    private static final Duration LOOKING = Duration.ofMillis(300);

    private final Story story;
    private final Step step;
    private final Request request;
    private final List<Node> nodes;
    private final Instant deadline;
    private final Wire wire;
    private final Tally<Cell> cells;
    private final List<Heard> heard = new ArrayList<>();
    private final Set<String> operations = new LinkedHashSet<>();
    private final Set<String> before = new HashSet<>();
    private final List<String> vanished = new ArrayList<>();
    private String subscription;
    private int turn;
    private int attempts;

    /** @param subscription it is about, null for a new one */
    record Request(String method, String path, String body, String key, String subscription) {
    }

    Errand(Story story, Step step, Request request, List<Node> nodes, Duration patience, Wire wire, Tally<Cell> cells) {
        this.story = story;
        this.step = step;
        this.request = request;
        this.nodes = nodes;
        this.deadline = Instant.now().plus(patience);
        this.wire = wire;
        this.cells = cells;
        this.subscription = request.subscription();
        this.turn = story.number();
    }

    Told run() {
        if (request.key() == null && subscription != null) {
            known().forEach(operation -> before.add(operation.path("operationId").asText()));
        }
        End end = null;
        while (end == null && Instant.now().isBefore(deadline)) {
            end = attempt();
        }
        wire.concluded(story);
        if (step.replayed() && (end == End.DONE || end == End.REFUSED)) {
            Optional.of(send()).filter(Predicate.not(Heard::isNothing)).ifPresent(heard::add);
        }
        return new Told(story, step, end == null ? End.OPEN : end, subscription, List.copyOf(heard), List.copyOf(operations), List.copyOf(vanished));
    }

    private Node next() {
        return nodes.get(turn++ % nodes.size());
    }

    private Heard send() {
        Node node = next();
        Map<String, String> headers = new LinkedHashMap<>(Map.of("X-Api-Key", story.provider().key));
        if (request.key() != null) {
            headers.put("Idempotency-Key", request.key());
        }
        if (step.async()) {
            headers.put("Prefer", "respond-async");
        }
        return switch (Http.send(request.method(), node.address() + request.path(), request.body(), headers)) {
            case Http.Reply reply -> Heard.of(node, reply);
            case Http.Lost lost -> Heard.nothing(node, lost);
        };
    }

    /** @return null if it has to be tried again */
    private End attempt() {
        attempts++;
        Heard answer = send();
        heard.add(answer);
        if (answer.isNothing()) {
            Pause.of(SOON);
            return request.key() == null ? looked() : null;
        }
        return judged(answer);
    }

    private End judged(Heard answer) {
        if (answer.isSuccess()) {
            found(Http.json(answer.body()).path("subscriptionId").asText(null));
            return End.DONE;
        }
        if (answer.status() == 202) {
            return followed(answer.operation());
        }
        if (answer.asksForPatience()) {
            noteRefusedConnection(answer);
            forget(answer);
            boolean own = request.key() == null && "operation-in-progress".equals(answer.code()) && answer.operation() != null;
            Pause.of(answer.status() == 503 || answer.status() == 429 ? Duration.ofMillis(400) : SOON);
            return own ? followed(answer.operation()) : null;
        }
        boolean mayBeOwn = request.key() == null && attempts > 1
                && ("reference-taken".equals(answer.code()) || "wrong-state".equals(answer.code()));
        Pause.of(mayBeOwn ? SOON : Duration.ZERO);
        return mayBeOwn ? looked() : End.REFUSED;
    }

    /** An operation that ended with nothing done is not the one to look for later. */
    private void forget(Heard answer) {
        if (answer.status() != 409 && answer.operation() != null) {
            before.add(answer.operation());
        }
    }

    private void noteRefusedConnection(Heard answer) {
        if ("provider-unavailable".equals(answer.code()) && wire.isRefusing(story.provider())) {
            cells.add(new Cell(Effect.REFUSE_CONNECTION, story.provider(), step.act()));
        }
    }

    /** Of a new order the newest counts: one that failed leaves its reference to the next try, which makes another. */
    private void found(String id) {
        if (request.subscription() == null && id != null) {
            subscription = id;
        }
    }

    /** Without a key the gateway's own list tells whether the lost request arrived. @return null if it did not */
    private End looked() {
        read("/v1/subscriptions/rid_" + story.reference()).ifPresent(there -> found(there.path("subscriptionId").asText(null)));
        Optional<String> own = subscription == null ? Optional.empty() : known().stream()
                .filter(operation -> operation.path("kind").asText().equals(step.act().word()))
                .map(operation -> operation.path("operationId").asText()).filter(id -> !before.contains(id)).findFirst();
        return own.map(this::followed).orElse(null);
    }

    private List<JsonNode> known() {
        List<JsonNode> found = new ArrayList<>();
        read("/v1/operations?subscriptionId=" + subscription).ifPresent(page -> page.path("items").forEach(found::add));
        return found;
    }

    private Optional<JsonNode> read(String path) {
        return asked(path).filter(reply -> reply.status() == 200).map(Http.Reply::json);
    }

    private Optional<Http.Reply> asked(String path) {
        return Http.send("GET", next().address() + path, null, Map.of("X-Api-Key", story.provider().key)).reply();
    }

    /** @return null if nothing was done and the order may be sent again */
    private End followed(String operation) {
        boolean again = !operations.add(operation);
        while (Instant.now().isBefore(deadline)) {
            Optional<Http.Reply> reply = asked("/v1/operations/" + operation);
            if (reply.isPresent() && reply.get().status() == 404) {
                vanished.add(operation);
                return End.OPEN;
            }
            End end = reply.filter(read -> read.status() == 200).map(read -> ended(read.json(), again)).orElse(null);
            if (end != null) {
                return end == End.OPEN ? null : end;
            }
            Pause.of(LOOKING);
        }
        return End.OPEN;
    }

    /** @return null while it goes on, OPEN if it ended without anything being done */
    private End ended(JsonNode operation, boolean again) {
        found(operation.path("subscriptionId").asText(null));
        return switch (operation.path("state").asText()) {
            case "SUCCEEDED" -> End.DONE;
            case "NEEDS_ATTENTION" -> End.NEEDS_ATTENTION;
            case "REJECTED" -> again || operation.at("/outcome/class").asText().equals("REJECTED") ? End.REFUSED : End.OPEN;
            default -> null;
        };
    }
}
