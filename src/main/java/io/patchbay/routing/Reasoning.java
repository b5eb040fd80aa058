package io.patchbay.routing;

import java.util.List;

/**
 * How a decision about a new subscription came about.
 *
 * @param rules    all of the configuration, in the order in which they are asked
 * @param accounts those of the rule that applies: its targets first, then those for failover; empty if none applies
 * @param draws    how a target was picked by the subscription id; one that fell on an account out of service is followed by another
 */
public record Reasoning(Decision decision, List<Asked> rules, List<Considered> accounts, List<Draw> draws) {

    public Reasoning {
        rules = List.copyOf(rules);
        accounts = List.copyOf(accounts);
        draws = List.copyOf(draws);
    }

    /** @param fault why it cannot be evaluated, without a word of the request; null if it can */
    public record Asked(String rule, Finding finding, String fault) {
    }

    /** What became of a rule. */
    public enum Finding { OTHER_TENANT, NO_MATCH, MATCHED, FAILED, NOT_REACHED }

    /**
     * @param target false for one that is there for failover only
     * @param weight 0 for failover
     */
    public record Considered(String account, boolean target, int weight, Standing standing) {
    }

    /** Whether an account of a rule can take a new subscription, and if not, why. */
    public enum Standing {
        ABLE, WEIGHT_ZERO, NO_PLAN, OTHER_MODE, DRAINING, MAINTENANCE;

        /** It could carry the order if an operator had not taken it out of service. */
        boolean isWithdrawn() {
            return this == DRAINING || this == MAINTENANCE;
        }
    }

    /**
     * @param among the targets that share the orders
     * @param point where the subscription id falls: 0 up to the sum of their weights, counted through them in this order
     */
    public record Draw(List<Target> among, long point, String account) {

        public Draw {
            among = List.copyOf(among);
        }
    }
}
