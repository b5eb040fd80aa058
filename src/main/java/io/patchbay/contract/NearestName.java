package io.patchbay.contract;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that was probably meant. */
final class NearestName {

    /** A third of the letters may be wrong, at most two edits: beyond that a suggestion misleads more than it helps. */
    private static final int MOST_EDITS = 2;

    private NearestName() {
    }

    static Optional<String> of(String written, Collection<String> known) {
        int allowed = Math.min(MOST_EDITS, Math.max(1, written.length() / 3));
        return known.stream()
            .filter(name -> Math.abs(name.length() - written.length()) <= allowed)
            .filter(name -> edits(written, name) <= allowed)
            .min(Comparator.comparingInt(name -> edits(written, name)));
    }

    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            row[column] = column;
        }
        for (int line = 1; line <= from.length(); line++) {
            nextRow(row, line, from, to);
        }
        return row[to.length()];
    }

    private static void nextRow(int[] row, int line, String from, String to) {
        int diagonal = row[0];
        row[0] = line;
        for (int column = 1; column <= to.length(); column++) {
            boolean same = Character.toLowerCase(from.charAt(line - 1)) == Character.toLowerCase(to.charAt(column - 1));
            int replaced = diagonal + (same ? 0 : 1);
            diagonal = row[column];
            row[column] = Math.min(replaced, 1 + Math.min(row[column], row[column - 1]));
        }
    }
}
