package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Checks that connections can be made of what a sheet says of them: what fits the schema may still name no zone there is. */
final class ConnectionLint {

    /** A breaker remembers each of them, for every account. */
    private static final int WIDEST_WINDOW = 10_000;
    private static final Duration LONGEST = Duration.ofDays(366);

    private final String file;
    private final JsonNode tree;
    private final List<Problem> problems = new ArrayList<>();

    ConnectionLint(String file, JsonNode tree) {
        this.file = file;
        this.tree = tree;
    }

    List<Problem> problems() {
        zone("/authorisation/expiryZone");
        format("/authorisation/expiryFormat");
        List.of("/http/connect", "/http/pool", "/http/response", "/breaker/open").forEach(pointer -> duration(pointer, 1));
        List.of("/authorisation/margin", "/authorisation/maximumAge").forEach(pointer -> duration(pointer, 0));
        List.of("/breaker/window", "/breaker/minimumCalls", "/breaker/halfOpenCalls", "/http/connections").forEach(this::count);
        return problems;
    }

    private void zone(String pointer) {
        try {
            ZoneId.of(tree.at(pointer).asText("UTC"));
        } catch (DateTimeException unknown) {
            problem(pointer, "is no time zone; write an IANA name such as Europe/Berlin, or UTC");
        }
    }

    private void format(String pointer) {
        try {
            DateTimeFormatter.ofPattern(tree.at(pointer).asText(""), Locale.US);
        } catch (IllegalArgumentException broken) {
            problem(pointer, "is no java.time pattern: " + broken.getMessage());
        }
    }

    /** What is no duration at all, the schema names. */
    private void duration(String pointer, long leastMillis) {
        String text = tree.at(pointer).asText("");
        if (text.matches("[0-9]+(ms|s|m|h|d)") && !isWithin(text, leastMillis)) {
            problem(pointer, "must be " + (leastMillis > 0 ? "more than 0 and " : "") + "at most " + LONGEST.toDays() + "d");
        }
    }

    private static boolean isWithin(String text, long leastMillis) {
        try {
            Duration duration = SheetReader.duration(text);
            return duration.compareTo(Duration.ofMillis(leastMillis)) >= 0 && duration.compareTo(LONGEST) <= 0;
        } catch (ArithmeticException | NumberFormatException tooLong) {
            return false;
        }
    }

    private void count(String pointer) {
        JsonNode count = tree.at(pointer);
        if (count.isNumber() && count.asDouble() > WIDEST_WINDOW) {
            problem(pointer, "must be at most " + WIDEST_WINDOW);
        }
    }

    private void problem(String pointer, String message) {
        problems.add(new Problem(file, pointer, message));
    }
}
