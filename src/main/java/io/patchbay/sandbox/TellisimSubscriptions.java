package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** TelliSIM's subscriptions, addressed by ICCID; an ICCID that comes back from a deletion starts anew. */
final class TellisimSubscriptions {

    private final List<TellisimSubscription> all = new ArrayList<>();
    private final Map<String, TellisimSubscription> byIccid = new LinkedHashMap<>();
    private final Clock clock;
    private final TellisimSims sims;
    private final TellisimCatalogue catalogue;

    TellisimSubscriptions(Clock clock, TellisimSims sims, TellisimCatalogue catalogue) {
        this.clock = clock;
        this.sims = sims;
        this.catalogue = catalogue;
    }

    Stream<TellisimSubscription> all() {
        return all.stream();
    }

    Optional<TellisimSubscription> find(String iccid) {
        return Optional.ofNullable(byIccid.get(iccid));
    }

    Answer with(String iccid, Function<TellisimSubscription, Answer> action) {
        return find(iccid).map(action).orElseGet(TellisimErrors::noSubscription);
    }

    Answer create(Request request) {
        ObjectNode body = request.object().orElseGet(Json::object);
        Optional<TellisimPlan> plan = catalogue.plan(Json.text(body, "plan_id"));
        return malformed(body).orElseGet(() -> plan.map(known -> create(body, known))
                .orElseGet(() -> TellisimErrors.of(404, "Plan not found")));
    }

    private static Optional<Answer> malformed(ObjectNode body) {
        return Stream.of("plan_id", "metadata").filter(name -> !body.path(name).isTextual()).findFirst()
                .map(name -> TellisimErrors.of(400, name + " is required"))
                .or(() -> body.hasNonNull("iccid") && !body.get("iccid").isTextual()
                        ? Optional.of(TellisimErrors.of(400, "iccid must be a string")) : Optional.empty());
    }

    private Answer create(ObjectNode body, TellisimPlan plan) {
        return switch (TellisimPeriod.of(body.path("active_period"), plan.recurring(), clock.instant())) {
            case TellisimPeriod.Refused refused -> TellisimErrors.of(400, refused.message());
            case TellisimPeriod accepted -> body.hasNonNull("iccid")
                    ? onNamedSim(body, plan, accepted) : onFreeSim(body, plan, accepted);
        };
    }

    private Answer onFreeSim(ObjectNode body, TellisimPlan plan, TellisimPeriod period) {
        return sims.free(plan.label()).map(sim -> created(body, plan, period, sim))
                .orElseGet(() -> TellisimErrors.of(404, "No available eSIM record found for the specified plan label"));
    }

    private Answer onNamedSim(ObjectNode body, TellisimPlan plan, TellisimPeriod period) {
        Optional<TellisimSim> sim = sims.named(Json.text(body, "iccid"), plan.label());
        return sim.isEmpty() ? TellisimSims.unknown()
                : unfit(sim.get(), plan).orElseGet(() -> created(body, plan, period, sim.get()));
    }

    private Optional<Answer> unfit(TellisimSim sim, TellisimPlan plan) {
        if (byIccid.containsKey(sim.iccid)) {
            return Optional.of(TellisimErrors.of(409, "SIM already has a subscription"));
        }
        return sim.label == plan.label() ? Optional.empty()
                : Optional.of(TellisimErrors.of(400, "SIM label does not match the plan label"));
    }

    private Answer created(ObjectNode body, TellisimPlan plan, TellisimPeriod period, TellisimSim sim) {
        TellisimSubscription subscription =
                new TellisimSubscription(sim, plan, Json.text(body, "metadata"), period, clock.instant());
        sims.use(sim);
        all.add(subscription);
        byIccid.put(sim.iccid, subscription);
        return Answer.json(201, subscription.created());
    }

    Answer list() {
        return TellisimCatalogue.list(byIccid.values().stream()
                .map(subscription -> subscription.json(subscription.sim.label.spelling())).toList());
    }

    Answer get(String iccid) {
        return with(iccid, subscription -> TellisimCatalogue.data(subscription.json(subscription.sim.label.lower())));
    }

    Answer delete(String iccid) {
        return with(iccid, subscription -> {
            if (subscription.sim.installed()) {
                return TellisimErrors.of(403, "Cannot delete a subscription whose esim was installed on a device");
            }
            subscription.delete();
            subscription.sim.use(false);
            byIccid.remove(iccid);
            return TellisimErrors.done("Subscription deleted successfully");
        });
    }

    Answer attachments(String iccid) {
        return with(iccid, subscription -> TellisimCatalogue.list(subscription.attachments(clock.instant()).stream()
                .map(TellisimAttachment::json).toList()));
    }

    // The documentation does not say whose id stands in the path, and its success says "error": true.
    Answer attachment(String iccid, String id) {
        return with(iccid, subscription -> subscription.attachments(clock.instant()).stream()
                .filter(one -> one.id().equals(id) || one.plan().id().equals(id)).findFirst()
                .map(one -> Answer.json(200, Json.object().put("error", true).set("data", one.json())))
                .orElseGet(TellisimSubscriptions::noAttachment));
    }

    Answer suspend(String iccid, String id) {
        return with(iccid, subscription -> subscription.attachments(clock.instant()).stream()
                .filter(one -> one.id().equals(id)).findFirst()
                .map(one -> suspend(subscription, one)).orElseGet(TellisimSubscriptions::noAttachment));
    }

    private static Answer suspend(TellisimSubscription subscription, TellisimAttachment attachment) {
        if (attachment.state() == TellisimAttachment.State.EXPIRED) {
            return TellisimErrors.of(400, "Plan attachment is expired");
        }
        subscription.suspend(attachment.id());
        return TellisimErrors.done("Plan attachment suspended successfully");
    }

    private static Answer noAttachment() {
        return TellisimErrors.of(404, "Plan attachment not found");
    }

    void clear() {
        all.clear();
        byIccid.clear();
    }

    Instant now() {
        return clock.instant();
    }
}
