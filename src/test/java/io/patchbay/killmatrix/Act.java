package io.patchbay.killmatrix;

import java.util.Locale;
import java.util.Set;

/** What a reseller asks of a subscription. */
enum Act {
    CREATE, ACTIVATE, CANCEL, PAUSE, RESUME, SUSPEND_PLAN_ATTACHMENT, SEND_SMS;

    /** The acts that are rows of the matrix; the others are ordered too, but not every fault has to meet them. */
    static final Set<Act> OF_THE_MATRIX = Set.of(CREATE, ACTIVATE, CANCEL);

    /** The kind of the gateway's operation. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
