package io.patchbay.routing;

import io.patchbay.provider.Account;
import java.util.List;

/** Who carries a new subscription. */
public sealed interface Decision {

    /**
     * @param account  one in maintenance only where no other can carry it: the order waits for it or is refused, as {@code onUnavailable} says
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

    /** Every account that could carry it takes no new subscription any more. */
    record Draining(String ruleId) implements Decision {
    }

    /** @param reason one sentence for the caller */
    record NoRoute(String reason) implements Decision {
    }
}
