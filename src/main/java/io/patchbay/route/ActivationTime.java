package io.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.mapping.Notice;
import io.patchbay.operation.OperationKind;
import io.patchbay.schedule.DueTime;
import io.patchbay.schedule.StartOfDay;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * When an activation shall begin and end, as it was read when the order was taken; or when a cancellation shall take effect, which has no end.
 *
 * @param pointer of the object in the request that holds at and until
 * @param at      null for at once
 * @param until   null for open-ended
 * @param untilDay the day the caller named for the end, now or when it was ordered to be held; null for a moment
 */
record ActivationTime(String pointer, DueTime.At at, DueTime.At until, String untilDay) {

    /** Code of the notice that says what a bare date was taken for. */
    static final String RESOLVED = "resolved-time";

    /** Beside the `until` that is held: the day the caller named. */
    static final String UNTIL_DAY = "untilDay";

    boolean isLaterThan(Instant now) {
        return at != null && at.instant().isAfter(now);
    }

    Instant due() {
        return at.instant();
    }

    /** As it waits here: the beginning in the caller's words, as evidence, for {@link #due()} is what counts; the end as it was read. */
    ObjectNode held(ObjectNode activation) {
        ObjectNode held = activation.deepCopy();
        resolve(held, "until", until);
        if (untilDay != null) {
            held.put(UNTIL_DAY, untilDay);
        }
        return held;
    }

    /**
     * As mappings see it: moments only, and neither a beginning nor an end that the gateway keeps itself. A provider that keeps dates, and
     * perhaps by the day, is also told the {@code day} the caller named, which in UTC may be another one.
     */
    ObjectNode sent(ObjectNode activation, boolean beginsThere, boolean endsThere) {
        ObjectNode sent = held(activation);
        sent.remove(UNTIL_DAY);
        if (!endsThere) {
            sent.remove("until");
        }
        if (!beginsThere) {
            sent.remove("at");
            return sent;
        }
        resolve(sent, "at", at);
        at.day().ifPresent(day -> sent.put("day", day.date().toString()));
        return sent;
    }

    private static void resolve(ObjectNode activation, String name, DueTime.At time) {
        if (time != null && time.day().isPresent()) {
            activation.put(name, DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.moment()));
        }
    }

    /** Adds how bare dates were read. */
    List<Notice> explained(List<Notice> notices) {
        List<Notice> all = new ArrayList<>(notices);
        explain(all, "/at", at);
        explain(all, "/until", until);
        return List.copyOf(all);
    }

    private void explain(List<Notice> notices, String field, DueTime.At time) {
        if (time != null) {
            time.day().map(StartOfDay::sentence).ifPresent(sentence -> notices.add(new Notice(RESOLVED, pointer + field, sentence)));
        }
    }

    /** Whether a notice of an earlier order tells of a time that this order has taken away or replaced, or of a refusal that it has made good. */
    static boolean outdates(Order order, JsonNode notice) {
        String code = notice.path("code").asText();
        if (!code.equals(RESOLVED)) {
            return code.equals(Effects.ACTIVATION_REFUSED) && order.kind == OperationKind.ACTIVATE
                    || code.equals(Effects.END_REFUSED) && order.kind == OperationKind.CANCEL;
        }
        boolean aboutEnd = notice.path("pointer").asText().endsWith("/until");
        return switch (order.kind) {
            case ACTIVATE -> !aboutEnd || order.inbound.body().has("until");
            case CANCEL -> aboutEnd;
            case MOVE_ACTIVATION -> true;
            case DROP_ACTIVATION -> !aboutEnd;
            default -> false;
        };
    }
}
