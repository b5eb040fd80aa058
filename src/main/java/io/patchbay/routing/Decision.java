package io.patchbay.routing;

import io.patchbay.provider.Account;
import java.util.List;

/** Who carries a new subscription. */
public sealed interface Decision {

    /**
     * @param failover accounts to try in this order if {@code account} took nothing of the order; all have a plan for the offering
     */
    record Carried(Account account, Offering offering, String ruleId, List<Account> failover, OnUnavailable onUnavailable)
            implements Decision {

        public Carried {
            failover = List.copyOf(failover);
        }
    }

    /** The offering does not exist or is not offered to this tenant, which the tenant cannot tell apart. */
    record UnknownOffering(String id) implements Decision {
    }

    /** @param reason one sentence for the caller */
    record NoRoute(String reason) implements Decision {
    }
}
