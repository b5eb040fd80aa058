package io.patchbay.routing;

import java.util.List;

/**
 * Which accounts carry a tenant's new subscriptions.
 *
 * @param failover accounts to try in this order when the chosen one took nothing of the order
 */
public record Rule(String id, String tenant, Predicate when, List<Target> targets, List<String> failover,
                   OnUnavailable onUnavailable) {

    public Rule {
        targets = List.copyOf(targets);
        failover = List.copyOf(failover);
    }

    boolean names(String account) {
        return failover.contains(account) || targets.stream().anyMatch(target -> target.account().equals(account));
    }
}
