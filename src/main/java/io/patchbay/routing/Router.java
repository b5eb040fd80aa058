package io.patchbay.routing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.schibsted.spt.data.jslt.JsltException;
import io.patchbay.provider.Account;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which account carries a new subscription. The same configuration, request and subscription id always give the same
 * decision, so an order that is taken up again after a crash goes where it went before.
 */
public final class Router {

    private static final Logger log = LoggerFactory.getLogger(Router.class);

    /** @param command the canonical create request */
    public Decision decide(Configuration configuration, String tenant, ObjectNode command, String subscriptionId) {
        String id = command.path("productOfferingId").asText();
        Offering offering = configuration.offerings().get(id);
        if (offering == null || !offering.isOfferedTo(tenant)) {
            return new Decision.UnknownOffering(id);
        }
        return firstMatch(configuration, tenant, command, offering, subscriptionId);
    }

    /**
     * What becomes of a change to a subscription that exists when its account cannot be reached.
     *
     * @return what the tenant's first rule says that names the account, as a target or for failover
     */
    public OnUnavailable onUnavailable(Configuration configuration, String tenant, String account) {
        return configuration.rules().stream()
                .filter(rule -> rule.tenant().equals(tenant) && rule.names(account))
                .map(Rule::onUnavailable).findFirst().orElse(OnUnavailable.REJECT);
    }

    private Decision firstMatch(Configuration configuration, String tenant, ObjectNode command, Offering offering, String subscriptionId) {
        for (Rule rule : configuration.rules()) {
            if (!rule.tenant().equals(tenant)) {
                continue;
            }
            try {
                if (rule.when().holds(command)) {
                    return carry(configuration, rule, offering, subscriptionId);
                }
            } catch (JsltException e) {
                // Falling through to the next rule could hand the subscription to the wrong provider for good. The exception's
                // text quotes the request, so it is not logged.
                log.error("Routing rule {} of tenant {} cannot be evaluated for a request, which is refused; correct its predicate",
                        rule.id(), tenant);
                return new Decision.NoRoute("Routing rule " + rule.id() + " cannot be evaluated for this request.");
            }
        }
        return new Decision.NoRoute("No routing rule applies to this request.");
    }

    private static Decision carry(Configuration configuration, Rule rule, Offering offering, String subscriptionId) {
        List<Target> able = rule.targets().stream()
                .filter(target -> target.weight() > 0 && carries(configuration, target.account(), offering))
                .toList();
        if (able.isEmpty()) {
            return new Decision.NoRoute("No account of routing rule %s has a plan for %s.".formatted(rule.id(), offering.id()));
        }
        Account chosen = configuration.accounts().get(WeightedChoice.of(able, subscriptionId).account());
        List<Account> failover = rule.failover().stream()
                .filter(name -> !name.equals(chosen.name()) && carries(configuration, name, offering))
                .map(configuration.accounts()::get)
                .toList();
        return new Decision.Carried(chosen, offering, rule.id(), failover, rule.onUnavailable());
    }

    private static boolean carries(Configuration configuration, String account, Offering offering) {
        return offering.plans().containsKey(configuration.accounts().get(account).provider());
    }
}
