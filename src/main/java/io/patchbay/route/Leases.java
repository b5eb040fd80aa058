package io.patchbay.route;

import io.patchbay.operation.Journal;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Keeps an operation with the node that works on it, however many pages a provider's list has or how long its limit makes a call wait. */
@Component
class Leases {

    private static final int EARLY = 3;

    private final Journal journal;
    private final Duration lease;

    Leases(Journal journal, @Value("${patchbay.operation.lease:2m}") Duration lease) {
        this.journal = journal;
        this.lease = lease;
    }

    /** To be asked before each call. @return false if another node has taken the operation over: then it is none of this node's business */
    boolean keeps(Order order) {
        return order.opened == null || order.isWithin(lease.dividedBy(EARLY)) || order.leasedAgain(() -> journal.keep(order.opened));
    }
}
