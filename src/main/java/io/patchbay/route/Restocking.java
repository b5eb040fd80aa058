package io.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.mapping.Next;
import io.patchbay.mapping.Walk;

/**
 * Looks for free items page by page: from where the last search was to the end of the list, then what lies before.
 *
 * @param page        the page asked for; null = the first
 * @param began       the page the search began with; null = the first
 * @param sawTheFirst whether the first page is among those asked for, so that the end of the list is the end of the search
 * @param pages       asked for so far, this one included
 */
record Restocking(Next.Reserve wanted, Walk walk, JsonNode page, JsonNode began, boolean sawTheFirst, int pages) {

    static Restocking from(JsonNode page, Next.Reserve wanted, Walk walk) {
        return new Restocking(wanted, walk, page, page, page == null, 1);
    }

    Restocking turnedTo(JsonNode next, Walk asking) {
        return new Restocking(wanted, asking, next, began, sawTheFirst, pages + 1);
    }

    Restocking fromTheFirst() {
        return new Restocking(wanted, walk, page, began, true, pages);
    }

    /** A place that was written down may not be one any more, or none that the present unit understands. */
    boolean isWhereItBegan() {
        return pages == 1 && began != null;
    }

    /** A number that was written down may be read back as a narrower one; its text is the same. */
    boolean isRound(JsonNode next) {
        return sawTheFirst && began != null && (next.equals(began) || next.toString().equals(began.toString()));
    }
}
