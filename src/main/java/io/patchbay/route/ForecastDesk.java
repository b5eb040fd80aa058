package io.patchbay.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.schedule.ForecastRows;
import io.patchbay.schedule.Horizon;
import io.patchbay.schedule.InJeopardy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** Forecasts for whoever asks: a reseller sees its own orders only, though those of others at the same account slow them down. */
@Component("forecastDesk")
class ForecastDesk {

    private final ForecastRows rows;
    private final Forecasts forecasts;
    private final Horizon horizon;

    ForecastDesk(ForecastRows rows, Forecasts forecasts, Horizon horizon) {
        this.rows = rows;
        this.forecasts = forecasts;
        this.horizon = horizon;
    }

    public void own(Exchange exchange) {
        Order order = Order.of(exchange);
        Instant now = forecasts.now();
        show(exchange, now, ofTenant(order.inbound.tenant(), now), order.inbound.tenant());
    }

    /** What operators see: all accounts, also those for which nothing is promised, unless they ask for less. */
    public void all(Exchange exchange) {
        Order order = Order.of(exchange);
        Instant now = forecasts.now();
        String tenant = order.inbound.query().get("tenant");
        String account = order.inbound.query().get("account");
        Collection<String> accounts = tenant == null ? known(order) : ofTenant(tenant, now);
        show(exchange, now, accounts.stream().filter(name -> account == null || account.equals(name)).toList(), tenant);
    }

    private List<String> ofTenant(String tenant, Instant now) {
        return rows.accounts(rows.accounts(), tenant, now.plus(horizon.ahead()));
    }

    private Collection<String> known(Order order) {
        Collection<String> known = new TreeSet<>(order.configuration.accounts().keySet());
        known.addAll(rows.accounts());
        return known;
    }

    private void show(Exchange exchange, Instant now, Collection<String> accounts, String tenant) {
        Order order = Order.of(exchange);
        List<ObjectNode> items = new ArrayList<>();
        List<InJeopardy> late = new ArrayList<>();
        forecasts.each(accounts, tenant, now, (account, forecast) -> {
            ForecastRows.Late found = rows.late(account, forecast, tenant, ForecastView.MOST + 1);
            items.add(ForecastView.account(account, order.configuration.accounts().get(account), forecast, found));
            late.addAll(found.first());
        });
        late.sort(Comparator.comparing(InJeopardy::dueAt).thenComparing(InJeopardy::subscriptionId));
        Answers.give(exchange, Answers.json(200, ForecastView.of(now, horizon, items, late, order.inbound.tenant() == null), order));
    }
}
