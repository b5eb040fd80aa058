package io.patchbay.route;

import io.patchbay.operation.IdempotencyKeys;
import io.patchbay.operation.Retention;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What the clock has tidied up. Each method says how much there was. */
@Component("housekeeping")
class Housekeeping {

    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

    private final IdempotencyKeys keys;
    private final Retention retention;

    Housekeeping(IdempotencyKeys keys, Retention retention) {
        this.keys = keys;
        this.retention = retention;
    }

    public int purgeIdempotencyKeys() {
        return told(keys.purgeExpired(), "Forgot {} expired idempotency keys");
    }

    public int purgeOperations() {
        return told(retention.purgeOperations(), "Forgot {} operations that ended longer ago than they are kept");
    }

    public int purgeEvents() {
        return told(retention.purgeEvents(), "Forgot {} events that are older than they are kept");
    }

    private static int told(int purged, String line) {
        if (purged > 0) {
            log.info(line, purged);
        }
        return purged;
    }
}
