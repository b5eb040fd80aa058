package io.patchbay.route;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.operation.Replay;
import io.patchbay.subscription.Subscription;
import io.patchbay.subscription.SubscriptionView;

/** The answer to an order that was done. */
final class Success {

    private Success() {
    }

    static Replay.Answered answer(Order order, Subscription subscription, ObjectNode result) {
        return switch (order.kind) {
            case CREATE -> Answers.located(Answers.json(201, SubscriptionView.of(subscription), order), "/v1/subscriptions/" + subscription.id());
            case SEND_SMS -> Answers.json(200, message(order), order);
            case SUSPEND_PLAN_ATTACHMENT -> Answers.json(200, result, order);
            default -> Answers.json(200, changed(order, subscription), order);
        };
    }

    /** What a change lost or rounded is told in its answer; only what an order said of the subscription itself stays with it. */
    private static ObjectNode changed(Order order, Subscription subscription) {
        ObjectNode view = SubscriptionView.of(subscription);
        return Effects.isLasting(order.kind) ? view : SubscriptionView.withNotices(view, Notices.json(order.notices));
    }

    private static ObjectNode message(Order order) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("operationId", order.operationId).put("subscriptionId", order.subscription.id()).put("accepted", true);
        json.set("notices", Notices.json(order.notices));
        return json;
    }
}
