package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A fault list read from JSON: either all of it, or the first thing wrong with it. */
sealed interface FaultReading {

    Set<String> FIELDS = Set.of("match", "effect", "times", "probability", "millis", "retryAfter");
    long DEFAULT_DELAY_MILLIS = 5000;

    record Read(List<Fault> faults) implements FaultReading {
    }

    record Refused(Answer answer) implements FaultReading {
    }

    static FaultReading of(Optional<JsonNode> body, Routes routes) {
        if (body.isEmpty() || !body.get().isArray()) {
            return refused("the body must be a JSON array of faults", "faults");
        }
        List<Fault> faults = new ArrayList<>();
        for (JsonNode node : body.get()) {
            Optional<FaultReading> problem = problem(node, routes);
            if (problem.isPresent()) {
                return problem.get();
            }
            faults.add(fault((ObjectNode) node));
        }
        return new Read(List.copyOf(faults));
    }

    private static Optional<FaultReading> problem(JsonNode node, Routes routes) {
        if (!node.isObject()) {
            return Optional.of(refused("a fault must be a JSON object", "faults"));
        }
        return unknownField(node)
                .or(() -> matchProblem(node, routes))
                .or(() -> numberProblem(node))
                .or(() -> effectProblem(node));
    }

    private static Optional<FaultReading> unknownField(JsonNode node) {
        return node.properties().stream().map(field -> field.getKey()).filter(name -> !FIELDS.contains(name)).findFirst()
                .map(name -> refused("unknown field, known are " + FIELDS, name));
    }

    // A fault on a call that does not exist would wait for ever without anybody noticing the typing error.
    private static Optional<FaultReading> matchProblem(JsonNode node, Routes routes) {
        String match = Json.text(node, "match");
        boolean known = match != null
                && (match.equals("*") || PathPattern.parse(match).filter(routes::overlaps).isPresent());
        return known ? Optional.empty() : Optional.of(refused("must be * or a documented call such as POST /path", "match"));
    }

    private static Optional<FaultReading> numberProblem(JsonNode node) {
        if (node.has("times") && !(node.get("times").canConvertToInt() && node.get("times").asInt() > 0)) {
            return Optional.of(refused("must be a whole number above 0", "times"));
        }
        if (node.has("probability") && !(node.get("probability").isNumber() && within(node.get("probability").asDouble()))) {
            return Optional.of(refused("must be a number from 0 to 1", "probability"));
        }
        return Stream.of("millis", "retryAfter")
                .filter(name -> node.has(name) && !(node.get(name).canConvertToLong() && node.get(name).asLong() >= 0))
                .findFirst().map(name -> refused("must be a whole number, 0 or more", name));
    }

    private static boolean within(double probability) {
        return probability >= 0 && probability <= 1;
    }

    private static Optional<FaultReading> effectProblem(JsonNode node) {
        Optional<Effect> effect = effect(node);
        if (effect.isEmpty()) {
            return Optional.of(refused("unknown effect", "effect"));
        }
        // A refused connection never arrives, so it can neither be counted nor diced for.
        boolean refuses = effect.get() instanceof Effect.RefuseConnection;
        return Stream.of("times", "probability").filter(name -> refuses && node.has(name)).findFirst()
                .map(name -> refused("cannot be given with refuse-connection", name));
    }

    private static Fault fault(ObjectNode node) {
        String match = Json.text(node, "match");
        return new Fault(match.equals("*") ? Optional.empty() : PathPattern.parse(match), effect(node).orElseThrow(),
                node.has("times") ? node.get("times").asInt() : null,
                node.has("probability") ? node.get("probability").asDouble() : null, node);
    }

    private static Optional<Effect> effect(JsonNode node) {
        Long retryAfter = node.has("retryAfter") ? node.get("retryAfter").asLong() : null;
        return Optional.ofNullable(Json.text(node, "effect"))
                .flatMap(text -> Effect.parse(text, node.path("millis").asLong(DEFAULT_DELAY_MILLIS), retryAfter));
    }

    private static FaultReading refused(String error, String field) {
        return new Refused(Answer.refusal(400, error, field));
    }
}
