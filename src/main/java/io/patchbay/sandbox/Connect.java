package io.patchbay.sandbox;

import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** SeamlessOS Connect: API key, idempotency keys, and subscriptions that are activated and cancelled over time. */
final class Connect extends SimulatedProvider {

    private static final Set<String> KEYED_METHODS = Set.of("POST", "PUT");

    private final Clock clock;
    private final String apiKey;
    private final ConnectIdempotency idempotency;
    private final ConnectInventory inventory;
    private final ConnectSubscriptions subscriptions;

    Connect(Clock clock, String apiKey) {
        super("connect", clock, options());
        this.clock = clock;
        this.apiKey = apiKey;
        this.idempotency = new ConnectIdempotency(clock);
        this.inventory = new ConnectInventory(clock);
        this.subscriptions = new ConnectSubscriptions(clock);
        documented(new ConnectCatalogue());
        backDoors().on("POST /control/connect/subscriptions/{id}/status", this::setStatus);
    }

    private static Settings options() {
        return new Settings().number("seed", 1, 0, Long.MAX_VALUE)
                .number("activationDelaySeconds", 30, 0, 31_536_000).flag("billingManaged", false)
                .choice("customers", "any", Set.of("any", "none")).number("requestsPerMinute", 0, 0, 1_000_000);
    }

    private void documented(ConnectCatalogue catalogue) {
        ConnectOrders orders = new ConnectOrders(clock, settings, catalogue, inventory, subscriptions);
        ConnectCancellation cancellation = new ConnectCancellation(clock, subscriptions);
        ConnectAddons addons = new ConnectAddons(clock, catalogue, subscriptions);
        ConnectReads reads = new ConnectReads(clock, subscriptions);
        routes()
                .on("POST /subscriptions", call -> orders.create(call.request()))
                .on("GET /subscriptions", call -> reads.list(call.request()))
                .on("GET /subscriptions/{id}", call -> reads.get(call.at("id")))
                .on("POST /subscriptions/{id}/activate", call -> orders.activate(call.at("id"), call.request()))
                .on("POST /subscriptions/{id}/cancel", call -> cancellation.order(call.at("id"), call.request()))
                .on("GET /subscriptions/{id}/usage", call -> reads.usage(call.at("id")))
                .on("GET /subscriptions/{id}/addons", call -> addons.list(call.at("id")))
                .on("POST /subscriptions/{id}/addons", call -> addons.add(call.at("id"), call.request()))
                .on("GET /subscriptions/{id}/esim/qrcode", call -> reads.qrCode(call.at("id")))
                .on("GET /subscriptions/{id}/in-porting", call -> reads.porting(call.at("id")))
                .on("GET /product-offerings", call -> catalogue.list(call.request().parameter("types")))
                .on("GET /product-offerings/{id}", call -> catalogue.get(call.at("id")))
                .on("GET /inventory/sims/{iccid}", call -> reads.sim(call.at("iccid")))
                .on("POST /inventory/lease-numbers", call -> inventory.lease(call.request()));
    }

    @Override
    Answer admitted(Request request, Runnable pause) {
        return request.header("X-Idempotency-Key").filter(key -> KEYED_METHODS.contains(request.method()))
                .map(key -> once(key, request, pause)).orElseGet(() -> carriedOut(request, pause));
    }

    @Override
    Optional<Answer> refusal(Request request) {
        if (!request.header("X-Api-Key").equals(Optional.of(apiKey))) {
            return Optional.of(failure(401));
        }
        return rate.exceeded(settings.number("requestsPerMinute")) ? Optional.of(throttled(rate.retryAfter())) : Optional.empty();
    }

    private Answer once(String key, Request request, Runnable pause) {
        if (key.isBlank() || key.length() > ConnectIdempotency.KEY_LENGTH) {
            return new ConnectChecks().malformed("X-Idempotency-Key").refusal().orElseThrow();
        }
        return switch (idempotency.claim(key, request)) {
            case ConnectIdempotency.Taken taken -> taken.answer();
            case ConnectIdempotency.Fresh _ -> settled(key, request, pause);
        };
    }

    private Answer settled(String key, Request request, Runnable pause) {
        // Without the kept failure a defect would leave the key locked for a day.
        Answer answer = failure(500);
        try {
            answer = carriedOut(request, pause);
            return answer;
        } finally {
            idempotency.settle(key, answer);
        }
    }

    private synchronized Answer setStatus(Routes.Call call) {
        Set<String> known = EnumSet.allOf(ConnectSubscription.Status.class).stream().map(Enum::name).collect(Collectors.toSet());
        Optional<String> status = call.request().object().map(body -> Json.text(body, "status")).filter(known::contains);
        Optional<ConnectSubscription> subscription = subscriptions.find(call.at("id"));
        if (status.isEmpty() || subscription.isEmpty()) {
            return status.isEmpty() ? Answer.refusal(400, "must be one of " + known, "status")
                    : Answer.refusal(404, "no such subscription", "id");
        }
        subscription.get().enter(ConnectSubscription.Status.valueOf(status.get()), clock.instant());
        return Answer.json(200, subscription.get().truth().json());
    }

    @Override
    public Answer failure(int status) {
        return ConnectErrors.failure(status);
    }

    @Override
    public Answer throttled(Long retryAfter) {
        return ConnectErrors.throttled(retryAfter);
    }

    @Override
    public synchronized List<GroundTruth> subscriptions() {
        return subscriptions.all().stream().map(ConnectSubscription::truth).toList();
    }

    @Override
    public synchronized void reset() {
        settings.reset();
        rate.reset();
        idempotency.clear();
        inventory.clear();
        subscriptions.clear();
    }
}
