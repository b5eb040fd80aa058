package io.patchbay.mapping;

import java.util.Set;

/** Outcome rules that need no provider.yaml; a sheet may not use their names, or nobody could tell who decided. */
final class BuiltInRules {
    static final String NEVER_SENT = "never-sent";
    static final String RATE_LIMIT = "rate-limit";
    static final String NO_ANSWER = "no-answer";
    static final String UNREADABLE_ANSWER = "unreadable-answer";
    static final String UNMAPPED = "unmapped";
    static final String UNMAPPABLE_ANSWER = "unmappable-answer";
    static final String UNMAPPABLE_REQUEST = "unmappable-request";
    static final String TOO_MANY_PAGES = "too-many-pages";
    /** Followed by the mechanism of the probe that found a lost call done. */
    static final String PROBE = "probe-";
    static final String STEP_GONE = "step-gone";
    private static final Set<String> NAMES =
            Set.of(STEP_GONE, NEVER_SENT, RATE_LIMIT, NO_ANSWER, UNREADABLE_ANSWER, UNMAPPED, TOO_MANY_PAGES, "outcome-not-written", "breaker-open");

    private BuiltInRules() {
    }

    static boolean has(String name) {
        return NAMES.contains(name) || name.startsWith("unmappable-") || name.startsWith(PROBE);
    }
}
