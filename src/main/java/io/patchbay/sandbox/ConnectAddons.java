package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** The add-ons of Connect subscriptions. */
final class ConnectAddons {

    private final Clock clock;
    private final ConnectCatalogue catalogue;
    private final ConnectSubscriptions subscriptions;

    ConnectAddons(Clock clock, ConnectCatalogue catalogue, ConnectSubscriptions subscriptions) {
        this.clock = clock;
        this.catalogue = catalogue;
        this.subscriptions = subscriptions;
    }

    Answer list(String id) {
        return subscriptions.with(id, subscription -> {
            ObjectNode page = Json.object();
            ArrayNode items = page.putArray("items");
            subscription.addons.forEach(addon -> items.add(addon.json(clock.instant())));
            page.putObject("pagination");
            return Answer.json(200, page);
        });
    }

    Answer add(String id, Request request) {
        return subscriptions.with(id, subscription -> request.object().map(body -> add(subscription, body))
                .orElseGet(ConnectErrors::notAnObject));
    }

    private Answer add(ConnectSubscription subscription, ObjectNode body) {
        ConnectChecks checks = new ConnectChecks().wanted(body, "productOfferingId").reference(body)
                .date(body, "scheduledAt").objects(body, "metadata");
        return checks.refusal().orElseGet(() -> catalogue.find(Json.text(body, "productOfferingId"), "SUBSCRIPTION_ADDON")
                .map(offering -> added(subscription, offering, body)).orElseGet(ConnectCatalogue::unknown));
    }

    private Answer added(ConnectSubscription subscription, ConnectCatalogue.Offering offering, ObjectNode body) {
        Instant now = clock.instant();
        Instant start = ConnectChecks.day(Json.text(body, "scheduledAt")).map(ConnectSubscription::startOf).orElse(now);
        ObjectNode described = body.deepCopy().retain(List.of("referenceId", "metadata"));
        ConnectAddon addon = ConnectAddon.of(subscription, offering, described, start);
        subscription.addons.add(addon);
        return Answer.json(201, addon.json(now));
    }
}
