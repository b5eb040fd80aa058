package io.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.mapping.ProviderSheet;
import io.patchbay.schedule.DueTime;
import io.patchbay.subscription.Details;
import io.patchbay.subscription.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The end an activation was ordered with, where its provider does not keep one. It stands beside the command in what an operation keeps, so
 * that any node that carries the order to its end gives the subscription the same.
 *
 * @param at    null for none that this gateway has to see to
 * @param ahead how long before that moment the provider has to be told; null where it need not
 * @param day   the day the caller named, for a provider that is told beforehand and goes by the day; null where a moment was named
 */
record Ending(Instant at, Duration ahead, String day) {

    static final Ending NONE = new Ending(null, null, null);

    private static final String ENDS = "ends";

    /** By the times of the order and the provider that carries it now. A provider is not told to end what has not begun. */
    static Ending decided(Order order) {
        DueTime.At until = order.time == null ? null : order.time.until();
        if (until == null || keeps(order.unit.sheet())) {
            return NONE;
        }
        Duration ahead = order.unit.sheet().ends().ahead();
        if (ahead == null) {
            return new Ending(until.instant(), null, null);
        }
        Duration life = Duration.between(order.time.isLaterThan(order.at) ? order.time.due() : order.at, until.instant());
        return new Ending(until.instant(), life.compareTo(ahead) < 0 ? life : ahead, order.time.untilDay());
    }

    /** Whether the provider itself ends a subscription when its activation says so. */
    static boolean keeps(ProviderSheet sheet) {
        return sheet.ends().until() == ProviderSheet.Keeper.PROVIDER;
    }

    /** As it was decided when the order was last written down, or is about to be. */
    static Ending of(Order order) {
        ObjectNode context = order.context == null && order.opened != null ? order.opened.context() : order.context;
        JsonNode ends = context == null ? null : context.get(ENDS);
        return ends == null ? NONE : new Ending(Instant.parse(ends.path("at").textValue()),
                Optional.ofNullable(ends.path("ahead").textValue()).map(Duration::parse).orElse(null), ends.path("day").textValue());
    }

    /** Beside the command, which does not name it. */
    void into(ObjectNode context) {
        if (at != null) {
            ObjectNode ends = context.putObject(ENDS).put("at", at.toString());
            Optional.ofNullable(ahead).ifPresent(time -> ends.put("ahead", time.toString()));
            Optional.ofNullable(day).ifPresent(date -> ends.put("day", date));
        }
    }

    /** From now on the subscription has this end and no other. */
    Subscription given(Subscription subscription) {
        ObjectNode details = subscription.details().deepCopy();
        details.remove(List.of(Details.END_AHEAD, Details.END_DAY));
        Optional.ofNullable(ahead).ifPresent(time -> details.put(Details.END_AHEAD, time.toString()));
        Optional.ofNullable(day).ifPresent(date -> details.put(Details.END_DAY, date));
        return subscription.with(subscription.status(), subscription.scheduledAt(), details).endingAt(at);
    }
}
