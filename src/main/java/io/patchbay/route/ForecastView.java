package io.patchbay.route;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.provider.Account;
import io.patchbay.schedule.Forecast;
import io.patchbay.schedule.ForecastRows;
import io.patchbay.schedule.Horizon;
import io.patchbay.schedule.InJeopardy;
import io.patchbay.schedule.Jeopardy;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** How the canonical API shows a forecast; the shape is {@code Forecast} in {@code contracts/api/openapi.yaml}. */
final class ForecastView {

    /** How many orders in jeopardy are listed. */
    static final int MOST = 100;

    private ForecastView() {
    }

    /** @param late the first that are in jeopardy, one more than are shown where there are more */
    static ObjectNode of(Instant now, Horizon horizon, List<ObjectNode> accounts, List<InJeopardy> late, boolean forOperators) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("at", text(now)).put("window", horizon.window().toString()).put("horizon", horizon.ahead().toString());
        json.putArray("accounts").addAll(accounts);
        json.putArray("orders").addAll(late.stream().limit(MOST).map(order -> order(order, forOperators)).toList());
        return json.put("moreOrders", late.size() > MOST);
    }

    /** @param configured null for an account that the configuration does not know any more */
    static ObjectNode account(String account, Account configured, Forecast forecast, ForecastRows.Late late) {
        long willMiss = late.count(Jeopardy.AT_RISK);
        long missed = late.count(Jeopardy.MISSED);
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("account", account);
        if (configured != null) {
            json.put("provider", configured.provider());
        }
        json.put("state", forecast.pace().isStopped() ? "STOPPED" : willMiss + missed > 0 ? "BEHIND" : "ON_TIME");
        json.put("overdue", forecast.overdue()).put("scheduled", forecast.scheduled());
        forecast.pace().perMinute().ifPresent(pace -> json.put("pacePerMinute", Math.round(pace * 10) / 10.0));
        forecast.finish().ifPresent(finish -> json.put("expectedFinish", text(finish)));
        return json.put("willMiss", willMiss).put("missed", missed).put("lagSeconds", forecast.lag().toSeconds());
    }

    private static ObjectNode order(InJeopardy late, boolean forOperators) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (forOperators) {
            json.put("tenant", late.tenant());
        }
        json.put("subscriptionId", late.subscriptionId()).put("account", late.account()).put("kind", late.kind().word());
        json.put("dueAt", late.dueAt().toString());
        if (late.expectedAt() != null) {
            json.put("expectedAt", text(late.expectedAt()));
        }
        return json.put("jeopardy", late.jeopardy().name());
    }

    private static String text(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
