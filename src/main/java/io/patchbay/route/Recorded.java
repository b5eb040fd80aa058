package io.patchbay.route;

import io.patchbay.audit.Act;
import io.patchbay.audit.Audit;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Carries out an act of an administrator and writes it down, both or neither. */
@Component
class Recorded {

    private final TransactionTemplate transactions;
    private final Audit audit;

    Recorded(TransactionTemplate transactions, Audit audit) {
        this.transactions = transactions;
        this.audit = audit;
    }

    /** @param carryingOut whether anything was done; what changed nothing is no act */
    boolean act(Act act, BooleanSupplier carryingOut) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            boolean done = carryingOut.getAsBoolean();
            if (done) {
                audit.record(act);
            }
            return done;
        }));
    }
}
