package io.patchbay.killmatrix;

import java.util.List;

/**
 * What a reseller was told about one order, from the first answer to the last.
 *
 * @param end          how the matter stood when the reseller stopped asking
 * @param subscription the gateway's id, null if it was never told
 * @param operations   every operation that was named for this order, in order
 * @param vanished     an operation that had been promised and could not be found
 */
record Told(Story story, Step step, End end, String subscription, List<Heard> heard, List<String> operations, List<String> vanished) {

    /** How it ended for the reseller. */
    enum End { DONE, REFUSED, NEEDS_ATTENTION, OPEN }

    /** The answer that told the end, where an answer did. */
    Heard last() {
        return heard.isEmpty() ? null : heard.getLast();
    }

    String what() {
        return "story " + story.number() + " " + step.act().word() + " at " + story.provider().word();
    }

    /** On one line, for people. */
    String account() {
        return what() + (step.keyed() ? "" : " without a key") + (step.fault() == null ? "" : ", with " + step.fault().word) + " ended " + end
                + ", subscription " + subscription + ", operations " + operations + ", " + heard;
    }
}
