package io.patchbay.provider;

import java.util.Locale;

/** What an operator lets an account do. */
public enum AccountState {

    /** Everything. */
    OPEN,

    /** It takes no new subscription; those it holds go on as usual. */
    DRAINING,

    /** Nothing is sent to it, as if its circuit breaker were open. */
    MAINTENANCE;

    /** As the configuration writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
