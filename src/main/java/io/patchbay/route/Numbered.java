package io.patchbay.route;

/** Numbers of rows in the form of an id, so that a {@link Cursor} can hold them. */
final class Numbered {

    private static final int HEX = 16;

    private Numbered() {
    }

    static String id(String kind, long number) {
        return "%s_%032x".formatted(kind, number);
    }

    /** @param id one that a cursor held: its digits may be any, and no row has a number that is too large */
    static long number(String id) {
        String digits = id.substring(id.length() - HEX);
        return Long.parseUnsignedLong(digits, HEX) & Long.MAX_VALUE;
    }
}
