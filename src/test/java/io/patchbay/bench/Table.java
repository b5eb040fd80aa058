package io.patchbay.bench;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A table in Markdown, with a column for each of several things. */
final class Table {

    private final List<String> columns;
    private final StringBuilder text = new StringBuilder();

    Table(String title, List<String> columns) {
        this.columns = columns;
        text.append("| ").append(title).append(" | ").append(String.join(" | ", columns)).append(" |\n|---|").append("---|".repeat(columns.size())).append('\n');
    }

    void row(String name, Function<String, String> cell) {
        text.append(columns.stream().map(cell).collect(Collectors.joining(" | ", "| " + name + " | ", " |\n")));
    }

    String text() {
        return text + "\n";
    }
}
