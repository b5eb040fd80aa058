package io.patchbay.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.subscription.Subscription;

/** What the end of an order means for its subscription. */
interface Effect {

    Effect NONE = new Effect() {
    };

    /** @param result the canonical result of the provider's operation */
    default Subscription succeeded(Subscription known, ObjectNode result) {
        return known;
    }

    /** Nothing was done, and trying again would not help. */
    default Subscription refused(Subscription known) {
        return known;
    }

    /** Nothing was done, for a reason that passes: what was promised for a moment is still owed. */
    default Subscription postponed(Subscription known) {
        return refused(known);
    }
}
