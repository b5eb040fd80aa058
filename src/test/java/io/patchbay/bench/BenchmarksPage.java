package io.patchbay.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page on which every benchmark has a place of its own, between two markers. Whatever else stands there stays. */
record BenchmarksPage(Path file) {

    static final Path IN_THE_DOCUMENTATION = Path.of("docs/benchmarks.md");

    /** @throws IllegalStateException if the page has no place of this name */
    void write(String place, String text) {
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
