package io.patchbay.schedule;

/** What a forecast says of an order that is not expected to be carried out within its window. */
public enum Jeopardy {

    /** As things stand it will be late. */
    AT_RISK,
    /** Its window is over and it has not been carried out. */
    MISSED
}
