package io.patchbay.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.mapping.Notice;
import io.patchbay.mapping.ProviderUnit;
import io.patchbay.mapping.Verdict;
import io.patchbay.mapping.Walk;
import io.patchbay.provider.Connection;
import io.patchbay.subscription.Subscription;
import java.util.List;

/**
 * An order as it stands at one account, to come back to when no other takes it either. Its many parts are all that an order has of
 * one account; everything else is the same wherever it goes.
 */
record Placement(ProviderUnit unit, Connection connection, Subscription subscription, ObjectNode context, Effect effect, List<Notice> notices,
                 Walk walk, Walk before, Verdict barred, Order.Sending sending) {

    static Placement of(Order order) {
        return new Placement(order.unit, order.connection, order.subscription, order.context, order.effect, order.notices,
                order.walk, order.way.before, order.way.barred, order.sending);
    }

    String account() {
        return connection.account().name();
    }

    void restore(Order order) {
        order.unit = unit;
        order.connection = connection;
        order.subscription = subscription;
        order.context = context;
        order.effect = effect;
        order.notices = notices;
        order.walk = walk;
        order.way.before = before;
        order.way.barred = barred;
        order.sending = sending;
    }
}
