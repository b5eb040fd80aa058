package io.patchbay.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.patchbay.breaker.HeldBreakers;
import io.patchbay.breaker.Ruling;
import io.patchbay.breaker.Rulings;
import io.patchbay.breaker.Sighting;
import io.patchbay.breaker.Sightings;
import io.patchbay.breaker.Verdict;
import io.patchbay.provider.Account;
import io.patchbay.routing.ConfigurationStore;
import io.patchbay.routing.InForce;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** What administrators see of the circuit breakers, and how they hold one open or closed on all nodes. */
@Component("breakerDesk")
class BreakerDesk {

    private final ConfigurationStore configurations;
    private final Rulings rulings;
    private final Sightings sightings;
    private final HeldBreakers breakers;
    private final BreakerWatch watch;
    private final Clock clock;

    BreakerDesk(ConfigurationStore configurations, Rulings rulings, Sightings sightings, HeldBreakers breakers, BreakerWatch watch, Clock clock) {
        this.configurations = configurations;
        this.rulings = rulings;
        this.sightings = sightings;
        this.breakers = breakers;
        this.watch = watch;
        this.clock = clock;
    }

    public void list(Exchange exchange) {
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        ArrayNode items = page.putArray("items");
        List<Ruling> ruled = rulings.all();
        List<Sighting> seen = sightings.all();
        accounts().values().forEach(account -> items.add(view(account, ruled, seen)));
        Answers.give(exchange, Answers.json(200, page, Order.of(exchange)));
    }

    public void show(Exchange exchange) {
        Order order = Order.of(exchange);
        Account account = accounts().get(order.inbound.path().get("account"));
        if (account == null) {
            Answers.refuse(exchange, Refused.notFound("The provider account"));
        } else {
            Answers.give(exchange, Answers.json(200, view(account, rulings.all(), sightings.all()), order));
        }
    }

    public void forceOpen(Exchange exchange) {
        force(exchange, Verdict.FORCED_OPEN);
    }

    public void forceClosed(Exchange exchange) {
        force(exchange, Verdict.FORCED_CLOSED);
    }

    public void reset(Exchange exchange) {
        rule(exchange, Verdict.RESET, null);
    }

    private void force(Exchange exchange, Verdict verdict) {
        Order order = Order.of(exchange);
        switch (RulingEnd.of(order.inbound.body(), order.at)) {
            case RulingEnd.At(Instant end) -> rule(exchange, verdict, end);
            case RulingEnd.Unusable(var problem) -> Answers.refuse(exchange, problem);
        }
    }

    /** This node obeys before it answers; the others hear of it. */
    private void rule(Exchange exchange, Verdict verdict, Instant until) {
        Order order = Order.of(exchange);
        Inbound inbound = order.inbound;
        String account = inbound.path().get("account");
        if (accounts().containsKey(account)) {
            rulings.give(new Ruling(account, 0, verdict, inbound.actor(), inbound.body().path("reason").textValue(), order.at, until));
            watch.follow();
        }
        show(exchange);
    }

    /** Of all that is in force, also what is only tried out. */
    private Map<String, Account> accounts() {
        InForce now = configurations.inForce();
        Map<String, Account> accounts = new TreeMap<>();
        now.candidate().ifPresent(tried -> accounts.putAll(tried.configuration().accounts()));
        accounts.putAll(now.stable().accounts());
        return accounts;
    }

    private ObjectNode view(Account account, List<Ruling> ruled, List<Sighting> seen) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("account", account.name()).put("provider", account.provider()).put("node", watch.node());
        breakers.breaker(account.name()).ifPresent(breaker -> measured(json, breaker));
        ruled.stream().filter(ruling -> ruling.account().equals(account.name()) && ruling.isInForce(clock.instant())).findFirst()
                .ifPresent(ruling -> json.set("ruling", ruling.json()));
        ArrayNode nodes = json.putArray("nodes");
        seen.stream().filter(sighting -> sighting.account().equals(account.name())).forEach(sighting -> nodes.add(view(sighting)));
        return json;
    }

    private void measured(ObjectNode json, CircuitBreaker breaker) {
        CircuitBreaker.Metrics metrics = breaker.getMetrics();
        json.put("state", breaker.getState().name()).put("since", breakers.since(breaker).toString());
        if (metrics.getFailureRate() >= 0) {
            json.put("failureRatePercent", Math.round(metrics.getFailureRate()));
        }
        json.put("calls", metrics.getNumberOfBufferedCalls()).put("failures", metrics.getNumberOfFailedCalls())
                .put("notPermitted", metrics.getNumberOfNotPermittedCalls());
    }

    private static ObjectNode view(Sighting sighting) {
        return JsonNodeFactory.instance.objectNode().put("node", sighting.node()).put("state", sighting.state()).put("since", sighting.since().toString())
                .put("seen", sighting.seen().toString());
    }
}
