package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Optional;

/** What changes a subscription at Telegent. Nothing here keeps a caller from doing it twice. */
final class TelegentOrders {

    private final Clock clock;
    private final Settings settings;
    private final TelegentSubscriptions subscriptions;
    private final TelegentSubscribers subscribers;
    private final TelegentPackages packages;

    TelegentOrders(Clock clock, Settings settings, TelegentSubscriptions subscriptions, TelegentSubscribers subscribers,
                   TelegentPackages packages) {
        this.clock = clock;
        this.settings = settings;
        this.subscriptions = subscriptions;
        this.subscribers = subscribers;
        this.packages = packages;
    }

    Answer create(Request request) {
        ObjectNode body = request.object().orElseGet(Json::object);
        return TelegentErrors.missing(body, "SubscriberId", "PackageId", "Type").or(() -> unknown(body))
                .or(() -> duplicate(body)).orElseGet(() -> created(body));
    }

    private Optional<Answer> unknown(ObjectNode body) {
        boolean known = (!body.hasNonNull("SubscriberId") || subscribers.knows(body.get("SubscriberId").asText()))
                && (!body.hasNonNull("PackageId") || packages.knows(body.get("PackageId").asText()))
                && (!body.hasNonNull("TNID") || TelegentNumbers.numberOf(body.get("TNID").asText()).isPresent());
        return known ? Optional.empty() : Optional.of(TelegentErrors.notFound());
    }

    private Optional<Answer> duplicate(ObjectNode body) {
        String tnid = Json.text(body, "TNID");
        boolean refused = settings.flag("rejectDuplicateTnid") && tnid != null
                && subscriptions.living().anyMatch(one -> tnid.equals(one.get("TNID")));
        return refused ? Optional.of(TelegentErrors.of(409, "Conflict: the number has a subscription.")) : Optional.empty();
    }

    private Answer created(ObjectNode body) {
        TelegentSubscription subscription = new TelegentSubscription(body, clock.instant());
        subscriptions.add(subscription);
        return Answer.json(200, subscription.json());
    }

    Answer update(Request request) {
        ObjectNode body = request.object().orElseGet(Json::object);
        return TelegentErrors.missing(body, "SubscriptionId").or(() -> unknown(body))
                .orElseGet(() -> subscriptions.find(Json.text(body, "SubscriptionId")).map(one -> {
                    one.update(body);
                    return Answer.json(200, one.json());
                }).orElseGet(TelegentErrors::notFound));
    }

    Answer delete(Request request) {
        ObjectNode body = request.object().orElseGet(Json::object);
        return TelegentErrors.missing(body, "SubscriptionId")
                .orElseGet(() -> subscriptions.find(Json.text(body, "SubscriptionId")).map(one -> {
                    one.delete();
                    return Answer.json(200, Json.object().put("SubscriptionId", one.id).put("SubscriptionStatus", "Deleted"));
                }).orElseGet(TelegentErrors::notFound));
    }
}
