package io.patchbay.sandbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A method and a path whose segments may be <code>{placeholders}</code> or <code>*</code>, such as <code>GET /a/{id}</code>. */
record PathPattern(String method, List<String> segments) {

    private static final Pattern TEXT = Pattern.compile("(GET|POST|PUT|PATCH|DELETE) (/[^\\s?]*)(\\?\\S*)?");

    static Optional<PathPattern> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new PathPattern(matcher.group(1), List.of(matcher.group(2).substring(1).split("/"))))
                : Optional.empty();
    }

    /** The values of the placeholders where the request fits, else nothing. */
    Optional<Map<String, String>> match(Request request) {
        List<String> actual = request.segments();
        return method.equals(request.method()) && compatible(actual) ? Optional.of(values(actual)) : Optional.empty();
    }

    boolean overlaps(PathPattern other) {
        return method.equals(other.method) && compatible(other.segments);
    }

    boolean compatible(List<String> others) {
        return segments.size() == others.size()
                && IntStream.range(0, segments.size()).allMatch(i -> fits(segments.get(i), others.get(i)));
    }

    private static boolean fits(String one, String other) {
        return open(one) || open(other) || one.equals(other);
    }

    private static boolean open(String segment) {
        return segment.equals("*") || segment.startsWith("{") && segment.endsWith("}");
    }

    private Map<String, String> values(List<String> actual) {
        Map<String, String> values = new HashMap<>();
        IntStream.range(0, segments.size()).filter(i -> open(segments.get(i)))
                .forEach(i -> values.put(segments.get(i).replaceAll("[{}]", ""), actual.get(i)));
        return values;
    }
}
