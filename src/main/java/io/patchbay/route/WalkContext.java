package io.patchbay.route;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.routing.Offering;
import io.patchbay.provider.Account;
import io.patchbay.mapping.ProviderSheet;
import io.patchbay.subscription.Details;
import io.patchbay.subscription.Subscription;
import io.patchbay.subscription.SubscriptionView;
import java.time.Instant;

/** What a provider's mappings see of an order. */
final class WalkContext {

    private WalkContext() {
    }

    static ObjectNode of(Order order, String mode, Offering offering, ObjectNode command) {
        Subscription subscription = order.subscription;
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        operation(context.putObject("operation"), order.operationId, order.does.word(), mode, order.at);
        context.put("tenant", order.inbound.tenant());
        account(context.putObject("account"), order.connection.account(), order.unit.sheet());
        if (offering != null) {
            offering(context.putObject("offering"), offering, subscription.provider());
        }
        context.set("command", command);
        Ending.decided(order).into(context);
        context.set("subscription", view(subscription));
        context.set("handles", subscription.details().path(Details.HANDLES).isObject()
                ? subscription.details().get(Details.HANDLES).deepCopy() : JsonNodeFactory.instance.objectNode());
        return context;
    }

    private static void operation(ObjectNode json, String id, String kind, String mode, Instant at) {
        json.put("id", id).put("kind", kind).put("mode", mode).put("at", at.toString());
    }

    /** Settings as the sheet presets them, and over these what the account gives. */
    static void account(ObjectNode json, Account account, ProviderSheet sheet) {
        json.put("name", account.name());
        ObjectNode settings = sheet.defaults();
        if (account.settings() != null) {
            settings.setAll(account.settings());
        }
        json.set("settings", settings);
    }

    private static void offering(ObjectNode json, Offering offering, String provider) {
        json.put("id", offering.id()).put("name", offering.name());
        json.set("plan", offering.plans().getOrDefault(provider, JsonNodeFactory.instance.objectNode()));
    }

    /** Without the end that this gateway keeps: what shows as pending there has to be the provider's own word. */
    private static ObjectNode view(Subscription subscription) {
        ObjectNode view = SubscriptionView.of(subscription.with(subscription.status(), null, subscription.details()).endingAt(null));
        if (subscription.providerSubscriptionId() != null) {
            view.put("providerSubscriptionId", subscription.providerSubscriptionId());
        }
        return view;
    }
}
