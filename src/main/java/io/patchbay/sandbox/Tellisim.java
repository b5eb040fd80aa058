package io.patchbay.sandbox;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** TelliSIM: the key in the query, subscriptions by ICCID, packages that come and go with time, recycled ICCIDs. */
final class Tellisim extends SimulatedProvider {

    private final TellisimCatalogue catalogue = new TellisimCatalogue();
    private final Clock clock;
    private final String key;
    private final TellisimSims sims;
    private final TellisimSubscriptions subscriptions;

    Tellisim(Clock clock, String key) {
        super("tellisim", clock, options());
        this.clock = clock;
        this.key = key;
        this.sims = new TellisimSims(clock);
        this.subscriptions = new TellisimSubscriptions(clock, sims, catalogue);
        documented(new TellisimNetwork(subscriptions));
        backDoors().on("POST /control/tellisim/sims/{iccid}/install", this::install);
        backDoors().on("POST /control/tellisim/sims/{iccid}/first-use", this::firstUse);
        settingsChanged();
    }

    private static Settings options() {
        return new Settings().number("seed", 1, 0, Long.MAX_VALUE)
                .number("stockPerLabel", 200, 0, 99_999).number("requestsPerMinute", 0, 0, 1_000_000);
    }

    private void documented(TellisimNetwork network) {
        routes()
                .on("GET /v3/subscription", _ -> subscriptions.list())
                .on("POST /v3/subscription", call -> subscriptions.create(call.request()))
                .on("GET /v3/subscriptions/{iccid}", call -> subscriptions.get(call.at("iccid")))
                .on("DELETE /v3/subscriptions/{iccid}", call -> subscriptions.delete(call.at("iccid")))
                .on("GET /v3/subscriptions/{iccid}/plan-attachments", call -> subscriptions.attachments(call.at("iccid")))
                .on("GET /v3/subscriptions/{iccid}/plan-attachments/{id}",
                        call -> subscriptions.attachment(call.at("iccid"), call.at("id")))
                .on("POST /v3/subscriptions/{iccid}/plan-attachments/{id}/suspend",
                        call -> subscriptions.suspend(call.at("iccid"), call.at("id")))
                .on("POST /v3/subscriptions/{iccid}/send-sms", call -> network.sendSms(call.at("iccid"), call.request()))
                .on("GET /v3/subscriptions/{iccid}/location", call -> network.location(call.at("iccid")))
                .on("POST /v3/subscriptions/{iccid}/network-events", call -> network.events(call.at("iccid"), call.request()))
                .on("GET /v3/plans", call -> catalogue.listPlans(call.request()))
                .on("GET /v3/plans/{id}", call -> catalogue.getPlan(call.at("id")))
                .on("GET /v3/sims", call -> sims.list(call.request()))
                .on("GET /v3/sims/{iccid}", call -> sims.get(call.at("iccid")))
                .on("GET /v3/sims/{iccid}/smdp-info", call -> sims.smdpInfo(call.at("iccid")))
                .on("GET /v3/coverage-profiles", call -> catalogue.listCoverage(call.request()))
                .on("GET /v3/coverage-profiles/{id}", call -> catalogue.getCoverage(call.at("id")))
                .on("GET /v3/operators", call -> catalogue.listOperators(call.request()))
                .on("GET /v3/operators/{id}", call -> catalogue.getOperator(call.at("id")));
    }

    @Override
    Optional<Answer> refusal(Request request) {
        Optional<String> given = request.parameter("key").filter(text -> !text.isEmpty());
        if (!given.equals(Optional.of(key))) {
            return Optional.of(given.isEmpty() ? failure(401) : TellisimErrors.of(401, "Unauthorized: API key is invalid"));
        }
        return rate.exceeded(settings.number("requestsPerMinute")) ? Optional.of(throttled(null)) : Optional.empty();
    }

    private synchronized Answer install(Routes.Call call) {
        Optional<TellisimSim> esim = sims.find(call.at("iccid")).filter(sim -> sim.esim);
        esim.ifPresent(sim -> sim.install(clock.instant()));
        return esim.map(sim -> Answer.json(200, sim.smdpInfo()))
                .orElseGet(() -> Answer.refusal(404, "no such eSIM", "iccid"));
    }

    private synchronized Answer firstUse(Routes.Call call) {
        return subscriptions.find(call.at("iccid")).map(subscription -> {
            // Nobody can use an eSIM that was not downloaded.
            subscription.sim.install(clock.instant());
            subscription.firstUse(clock.instant());
            return Answer.json(200, subscription.truth(clock.instant()).json());
        }).orElseGet(() -> Answer.refusal(404, "no subscription on this SIM", "iccid"));
    }

    @Override
    public Answer failure(int status) {
        return TellisimErrors.failure(status);
    }

    @Override
    public Answer throttled(Long retryAfter) {
        return TellisimErrors.throttled(retryAfter);
    }

    @Override
    public synchronized List<GroundTruth> subscriptions() {
        return subscriptions.all().map(subscription -> subscription.truth(clock.instant())).toList();
    }

    @Override
    public synchronized void settingsChanged() {
        sims.stock(settings.number("stockPerLabel"));
    }

    @Override
    public synchronized void reset() {
        settings.reset();
        rate.reset();
        subscriptions.clear();
        sims.clear();
        settingsChanged();
    }
}
