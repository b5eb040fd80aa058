package io.patchbay.schedule;

import java.util.Locale;

/** What there is to do at a moment. */
public enum DueKind {

    /** An activation that was held until its date. */
    ACTIVATE,
    /** The end that was ordered with {@code activation.until}, or with the date of a cancellation, where the provider does not keep it. */
    END,
    /** To ask a provider how a subscription stands that is about to change by itself. */
    LOOK;

    /** As the API calls it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
