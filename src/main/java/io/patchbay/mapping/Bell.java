package io.patchbay.mapping;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells an operator that a provider did, or its data says, something nobody foresaw. Silent while a unit's contract cases are run:
 * many of them are about just that.
 */
final class Bell {

    private static final Logger log = LoggerFactory.getLogger(Bell.class);
    private static final ScopedValue<Boolean> REHEARSAL = ScopedValue.newInstance();

    private Bell() {
    }

    static void ring(String message, Object... details) {
        if (!REHEARSAL.isBound()) {
            log.warn(message, details);
        }
    }

    static void silently(Runnable rehearsal) {
        ScopedValue.where(REHEARSAL, true).run(rehearsal);
    }
}
