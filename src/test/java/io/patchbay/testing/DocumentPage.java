package io.patchbay.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of the documentation on which what was measured has places of its own, between two markers. Whatever else stands there stays. */
public record DocumentPage(Path file) {

    public static final DocumentPage BENCHMARKS = new DocumentPage(Path.of("docs/benchmarks.md"));
    public static final DocumentPage CORRECTNESS = new DocumentPage(Path.of("docs/correctness.md"));

    /** @throws IllegalStateException if the page has no place of this name */
    public void write(String place, String text) {
        try {
            Files.writeString(file, filled(Files.readString(file), place, text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String filled(String page, String place, String text) {
        String begin = "<!-- " + place + " begin -->";
        String end = "<!-- " + place + " end -->";
        int from = page.indexOf(begin);
        int to = page.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalStateException(file + " has no place " + begin + " … " + end);
        }
        return page.substring(0, from + begin.length()) + "\n" + text.strip() + "\n" + page.substring(to);
    }
}
