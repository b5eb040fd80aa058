package io.patchbay.operation;

import java.util.Arrays;
import java.util.Locale;

/** What a reseller can ask for that changes something. */
public enum OperationKind {
    CREATE, ACTIVATE, CANCEL, PAUSE, RESUME, MOVE_ACTIVATION, DROP_ACTIVATION, UPDATE, SUSPEND_PLAN_ATTACHMENT, SEND_SMS;

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static OperationKind of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst().orElseThrow();
    }
}
