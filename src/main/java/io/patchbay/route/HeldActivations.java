package io.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.seal.SealedFields;
import io.patchbay.subscription.Details;
import io.patchbay.subscription.Subscription;
import org.springframework.stereotype.Component;

/** The activation a subscription is held with, opened for the moment it is needed. */
@Component
class HeldActivations {

    private final SealedFields secrets;

    HeldActivations(SealedFields secrets) {
        this.secrets = secrets;
    }

    /**
     * What the caller gives now counts over what was held; for a scheduled one, no word about the time means now. Only what still
     * counts is opened, so that porting data sealed with a lost key can be given again.
     */
    ObjectNode with(Subscription known, Inbound inbound) {
        JsonNode held = known.details().path(Details.HELD_ACTIVATION);
        ObjectNode activation = held.isObject() ? held.deepCopy() : JsonNodeFactory.instance.objectNode();
        activation.remove("at");
        inbound.body().fieldNames().forEachRemaining(activation::remove);
        if (!activation.has("until")) {
            activation.remove(ActivationTime.UNTIL_DAY);
        }
        ObjectNode open = secrets.opened(activation);
        open.setAll(inbound.body());
        return open;
    }
}
