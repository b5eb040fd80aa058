package io.patchbay.route;

import io.patchbay.operation.IdempotencyKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Work that the clock asks for. */
@Component("housekeeping")
class Housekeeping {

    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

    private final IdempotencyKeys keys;

    Housekeeping(IdempotencyKeys keys) {
        this.keys = keys;
    }

    public void purgeIdempotencyKeys() {
        try {
            int purged = keys.purgeExpired();
            if (purged > 0) {
                log.info("Forgot {} expired idempotency keys", purged);
            }
        } catch (DataAccessException | TransactionException away) {
            log.warn("Expired idempotency keys could not be forgotten ({}); tried again in ten minutes", away.getClass().getSimpleName());
        }
    }
}
