package io.patchbay.sandbox;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Telegent: a token per endpoint URL, only GET and POST, and creates that nothing protects against repetition. */
final class Telegent extends SimulatedProvider {

    private static final String ACCOUNT_ID = "AID-ceb82085-2725-45a1-bd5e-526ed19799d7";

    private final TelegentTokens tokens;
    private final TelegentSubscriptions subscriptions = new TelegentSubscriptions(settings);
    private final TelegentSubscribers subscribers = new TelegentSubscribers(settings, subscriptions);
    private final TelegentNumbers numbers = new TelegentNumbers(subscriptions);

    Telegent(Clock clock, String accountKey, String accountSecret) {
        super("telegent", clock, options());
        this.tokens = new TelegentTokens(clock, settings, accountKey, accountSecret);
        TelegentPackages packages = new TelegentPackages(subscriptions, accountKey);
        TelegentOrders orders = new TelegentOrders(clock, settings, subscriptions, subscribers, packages);
        documented(packages, orders, accountKey);
        backDoors().on("POST /control/telegent/subscriptions/{id}/inactive", this::deactivate);
    }

    private static Settings options() {
        return new Settings().number("seed", 1, 0, Long.MAX_VALUE)
                .number("tokenLifetimeSeconds", 300, 1, 86_400).number("wrongScopeStatus", 403, 400, 499)
                .number("emailTakenStatus", 409, 400, 499).number("requestsPerMinute", 600, 0, 1_000_000)
                .flag("rejectDuplicateTnid", false).flag("deletedListedAsInactive", false);
    }

    private void documented(TelegentPackages packages, TelegentOrders orders, String distributorId) {
        routes()
                .on("POST /v1.0/oauth2/tokens", call -> tokens.issue(call.request()))
                .on("POST /v1.0/OAuth2/tokens", call -> tokens.issue(call.request()))
                .on("POST /v1.0/subscriptions", call -> orders.create(call.request()))
                .on("GET /v1.0/subscriptions", call -> subscriptions.get(call.request()))
                .on("POST /v1.0/subscriptions/update", call -> orders.update(call.request()))
                .on("POST /v1.0/subscriptions/delete", call -> orders.delete(call.request()))
                .on("GET /v1.0/account/subscriptions", call -> subscriptions.list(call.request(), "AccountId", ACCOUNT_ID))
                .on("GET /v1.0/distributor/subscriptions",
                        call -> subscriptions.list(call.request(), "DistributorId", distributorId))
                .on("GET /v1.0/distributor/subscribers", call -> subscribers.page(call.request()))
                .on("POST /v1.0/subscribers/create", call -> subscribers.create(call.request()))
                .on("GET /v1.0/subscribers/get", call -> subscribers.get(call.request()))
                .on("POST /v1.0/subscribers/update", call -> subscribers.update(call.request()))
                .on("GET /v1.0/packages", call -> packages.get(call.request()))
                .on("GET /v1.0/packages/items", call -> packages.items(call.request()))
                .on("GET /v1.0/packages/subscriptions", call -> packages.subscriptions(call.request()))
                .on("GET /v1.0/numbers", call -> numbers.details(call.request()))
                .on("POST /v1.0/sims/update-status", call -> numbers.updateSim(call.request()))
                .on("POST /v1.0/sims/clear-status", call -> numbers.clearSim(call.request()));
    }

    @Override
    synchronized Optional<Answer> refusal(Request request) {
        if (rate.exceeded(settings.number("requestsPerMinute"))) {
            return Optional.of(throttled(rate.retryAfter()));
        }
        if (routes().knowsPath(request) && !routes().serves(request)) {
            return Optional.of(failure(405));
        }
        return isTokenCall(request) ? Optional.empty() : tokens.refusal(request);
    }

    private static boolean isTokenCall(Request request) {
        return request.path().equalsIgnoreCase("/v1.0/oauth2/tokens");
    }

    private synchronized Answer deactivate(Routes.Call call) {
        return subscriptions.find(call.at("id")).map(subscription -> {
            subscription.deactivate();
            return Answer.json(200, truth(subscription).json());
        }).orElseGet(() -> Answer.refusal(404, "no such subscription", "id"));
    }

    private GroundTruth truth(TelegentSubscription one) {
        String msisdn = Optional.ofNullable(one.get("TNID")).flatMap(TelegentNumbers::numberOf).orElse(null);
        return one.truth(msisdn, numbers.suspended(one.get("ICCID")));
    }

    @Override
    public Answer failure(int status) {
        return TelegentErrors.failure(status);
    }

    @Override
    public Answer throttled(Long retryAfter) {
        return TelegentErrors.throttled(retryAfter);
    }

    @Override
    public synchronized List<GroundTruth> subscriptions() {
        return subscriptions.all().map(this::truth).toList();
    }

    @Override
    public synchronized void reset() {
        settings.reset();
        rate.reset();
        tokens.clear();
        subscribers.clear();
        subscriptions.clear();
        numbers.clear();
    }
}
