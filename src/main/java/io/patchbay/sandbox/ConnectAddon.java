package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;

/** An add-on on a Connect subscription; one that starts later is pending until then. */
record ConnectAddon(String id, String subscriptionId, ConnectCatalogue.Offering offering, ObjectNode described, Instant startsAt) {

    static ConnectAddon of(ConnectSubscription owner, ConnectCatalogue.Offering offering, ObjectNode described, Instant startsAt) {
        return new ConnectAddon(UUID.randomUUID().toString(), owner.id, offering, described, startsAt);
    }

    ObjectNode json(Instant now) {
        boolean pending = now.isBefore(startsAt);
        ObjectNode json = Json.object().put("subscriptionAddonId", id).put("subscriptionId", subscriptionId)
                .put("status", pending ? "PENDING" : "ACTIVE");
        json.setAll(described);
        json.set("productOffering", ConnectCatalogue.embedded(offering));
        if (pending) {
            json.putObject("pendingStatus").put("status", "ACTIVE")
                    .put("scheduledAt", ConnectSubscription.dayOf(startsAt).toString());
        }
        return json;
    }
}
