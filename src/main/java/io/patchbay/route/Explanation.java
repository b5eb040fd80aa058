package io.patchbay.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.provider.Account;
import io.patchbay.provider.Connection;
import io.patchbay.routing.Decision;
import io.patchbay.routing.Reasoning;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Why an order would go where it goes, as the API shows it.
 *
 * @param wiring what this node knows of the accounts
 */
record Explanation(Reasoning reasoning, Rehearsed rehearsed, Wiring wiring) {

    ObjectNode into(ObjectNode json) {
        rules(json.putArray("rules"));
        accounts(json.putArray("accounts"));
        draws(json.putArray("draws"));
        if (reasoning.decision() instanceof Decision.Carried carried) {
            decided(json, carried);
        }
        json.put("outcome", rehearsed.outcome().word()).put("mode", rehearsed.mode());
        rehearsed.account().filter(account -> !rehearsed.isRefused()).ifPresent(account ->
                json.put("account", account).put("provider", rehearsed.order().getProvider()));
        json.set("requests", rehearsed.requests());
        json.set("items", rehearsed.items());
        json.set("notices", Notices.json(rehearsed.isRefused() ? List.of() : rehearsed.order().notices));
        return rehearsed.isRefused() ? json.set("problem", rehearsed.problem().json()) : json;
    }

    private void rules(ArrayNode rules) {
        reasoning.rules().forEach(asked -> {
            ObjectNode json = rules.addObject().put("rule", asked.rule()).put("finding", word(asked.finding()));
            Optional.ofNullable(asked.fault()).ifPresent(fault -> json.put("fault", fault));
        });
    }

    private void accounts(ArrayNode accounts) {
        reasoning.accounts().forEach(considered -> {
            ObjectNode json = accounts.addObject().put("account", considered.account()).put("role", considered.target() ? "target" : "failover");
            if (considered.target()) {
                json.put("weight", considered.weight());
            }
            json.put("standing", considered.standing() == Reasoning.Standing.ABLE ? onThisNode(considered.account()) : word(considered.standing()));
        });
    }

    private String onThisNode(String name) {
        Account account = rehearsed.order().configuration.accounts().get(name);
        Optional<Connection> connection = wiring.connection(account);
        return connection.isEmpty() ? "out-of-service" : connection.get().isBarred() ? "breaker-open" : "able";
    }

    private void draws(ArrayNode draws) {
        reasoning.draws().forEach(draw -> {
            ObjectNode json = draws.addObject().put("point", draw.point()).put("of", draw.among().stream().mapToLong(target -> target.weight()).sum());
            json.put("account", draw.account());
        });
    }

    private static void decided(ObjectNode json, Decision.Carried carried) {
        json.put("rule", carried.ruleId()).put("decided", carried.account().name());
        ArrayNode failover = json.putArray("failover");
        carried.failover().forEach(account -> failover.add(account.name()));
        json.put("onUnavailable", carried.onUnavailable().name().toLowerCase(Locale.ROOT));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
