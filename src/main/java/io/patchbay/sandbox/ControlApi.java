package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** The testers' side of the sandbox: faults, time, settings, and what really happened. */
final class ControlApi implements HttpHandler {

    private final Map<String, Simulator> simulators;
    private final SandboxClock clock;
    private final Routes routes = new Routes();

    ControlApi(Map<String, Simulator> simulators, SandboxClock clock) {
        this.simulators = simulators;
        this.clock = clock;
        ClockControl time = new ClockControl(clock);
        routes.on("GET /control/health", call -> Answer.json(200, Json.object().put("status", "UP")))
                .on("GET /control/clock", call -> time.read())
                .on("POST /control/clock", call -> time.move(call.request()))
                .on("DELETE /control", call -> resetAll());
        on("PUT /control/{provider}/faults", this::replaceFaults);
        on("GET /control/{provider}/faults", (simulator, request) -> Answer.json(200, simulator.faults().json()));
        on("GET /control/{provider}/subscriptions", (simulator, request) -> subscriptions(simulator));
        on("GET /control/{provider}/requests", this::requests);
        on("GET /control/{provider}/settings", (simulator, request) -> settings(simulator));
        on("PUT /control/{provider}/settings", this::mergeSettings);
        on("DELETE /control/{provider}", (simulator, request) -> reset(simulator));
    }

    private void on(String pattern, BiFunction<Simulator, Request, Answer> action) {
        routes.on(pattern, call -> Optional.ofNullable(simulators.get(call.at("provider")))
                .map(simulator -> action.apply(simulator, call.request()))
                .orElseGet(() -> Answer.refusal(404, "no such provider, known are " + simulators.keySet(), "provider")));
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        answer(Request.read(exchange, "")).write(exchange);
    }

    private Answer answer(Request request) {
        return backDoor(request).or(() -> routes.answer(request))
                .orElseGet(() -> Answer.refusal(404, "no such call", "path"));
    }

    private Optional<Answer> backDoor(Request request) {
        return simulators.values().stream()
                .map(simulator -> simulator.provider().backDoors().answer(request)).flatMap(Optional::stream).findFirst();
    }

    private Answer replaceFaults(Simulator simulator, Request request) {
        return switch (FaultReading.of(Json.read(request.body()), simulator.provider().routes())) {
            case FaultReading.Refused refused -> refused.answer();
            case FaultReading.Read read -> {
                simulator.replaceFaults(read.faults());
                yield Answer.json(200, simulator.faults().json());
            }
        };
    }

    private static Answer subscriptions(Simulator simulator) {
        ArrayNode all = Json.array();
        simulator.provider().subscriptions().forEach(one -> all.add(one.json()));
        return Answer.json(200, all);
    }

    private Answer requests(Simulator simulator, Request request) {
        try {
            Instant since = request.parameter("since").map(Instant::parse).orElse(Instant.MIN);
            return Answer.json(200, simulator.journal().json(since));
        } catch (DateTimeException malformed) {
            return Answer.refusal(400, "must be a UTC time such as 2027-01-01T00:00:00Z", "since");
        }
    }

    private static Answer settings(Simulator simulator) {
        return Answer.json(200, simulator.provider().settings().json());
    }

    private Answer mergeSettings(Simulator simulator, Request request) {
        Optional<ObjectNode> changes = request.object();
        if (changes.isEmpty()) {
            return Answer.refusal(400, "the body must be a JSON object of settings", "settings");
        }
        Optional<Answer> refusal = simulator.provider().settings().merge(changes.get());
        if (refusal.isEmpty()) {
            simulator.settingsChanged();
        }
        return refusal.orElseGet(() -> settings(simulator));
    }

    private static Answer reset(Simulator simulator) {
        simulator.reset();
        return Answer.json(200, Json.object().put("reset", simulator.provider().name()));
    }

    private Answer resetAll() {
        clock.reset();
        simulators.values().forEach(Simulator::reset);
        return Answer.json(200, Json.object().put("reset", "all"));
    }
}
