package io.patchbay.route;

import io.patchbay.operation.IdempotencyKeys;
import io.patchbay.operation.Retention;
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
    private final Retention retention;

    Housekeeping(IdempotencyKeys keys, Retention retention) {
        this.keys = keys;
        this.retention = retention;
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

    public void purgeOperations() {
        try {
            int purged = retention.purgeOperations();
            if (purged > 0) {
                log.info("Forgot {} operations that ended longer ago than they are kept", purged);
            }
        } catch (DataAccessException | TransactionException away) {
            log.warn("Old operations could not be forgotten ({}); tried again in an hour", away.getClass().getSimpleName());
        }
    }

    public void purgeEvents() {
        try {
            int purged = retention.purgeEvents();
            if (purged > 0) {
                log.info("Forgot {} events that are older than they are kept", purged);
            }
        } catch (DataAccessException | TransactionException away) {
            log.warn("Old events could not be forgotten ({}); tried again in an hour", away.getClass().getSimpleName());
        }
    }
}
