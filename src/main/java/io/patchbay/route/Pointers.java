package io.patchbay.route;

import io.patchbay.mapping.Notice;
import io.patchbay.operation.OperationKind;
import java.util.List;

/**
 * Where in the caller's own request something is. Activating a subscription that is held here runs its provider's create, whose
 * fields stand one level deeper than in the activation that was sent.
 */
final class Pointers {

    private static final String ACTIVATION = "/activation";

    private Pointers() {
    }

    /** @return null where the field is no part of what the caller sent now */
    static String inRequest(Order order, String pointer) {
        if (pointer == null || order.kind != OperationKind.ACTIVATE || !order.subscription.heldHere()) {
            return pointer;
        }
        boolean sent = pointer.equals(ACTIVATION) || pointer.startsWith(ACTIVATION + "/");
        return sent ? pointer.substring(ACTIVATION.length()) : null;
    }

    static List<Notice> inRequest(Order order, List<Notice> notices) {
        return notices.stream().map(notice -> new Notice(notice.code(), inRequest(order, notice.pointer()), notice.message())).toList();
    }
}
