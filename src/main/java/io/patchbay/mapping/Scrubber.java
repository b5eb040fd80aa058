package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Masks a provider's secrets in everything that is written down, by the names in the {@code scrub} part of provider.yaml, those its
 * authorisation uses and the headers that are secret everywhere. Names count in any case. Masking twice changes nothing.
 */
public final class Scrubber {
    private static final String MASK = "***";
    /** Free text is only ever read by a person; the beginning shows what it was. */
    private static final int LONGEST_TEXT = 65_536;
    private static final List<String> ALWAYS =
            List.of("Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie");
    private static final Pattern BEARER = Pattern.compile("(?i)\\b(Bearer)\\s+[A-Za-z0-9._~+/=-]{16,}");
    private static final String VALUE = "(?:\"[^\"]*\"?|'[^']*'?|[^&\\s\"'#)\\]}<>]+)";

    private final Set<String> headers = names(ALWAYS);
    private final Set<String> query = names(List.of());
    private final Set<String> fields = names(List.of());
    private final Set<String> parameters = names(List.of());
    private final List<Masking> maskings;
    /** At least one of them is there where something is to be masked. */
    private final SecretNames telling;

    Scrubber(ProviderSheet sheet) {
        headers.addAll(sheet.scrub().headers());
        query.addAll(sheet.scrub().query());
        fields.addAll(sheet.scrub().fields());
        addAuthorisation(sheet.authorisation());
        parameters.addAll(query);
        parameters.addAll(fields);
        Set<String> all = names(headers);
        all.addAll(parameters);
        Set<String> signs = names(all);
        signs.add("Bearer");
        telling = new SecretNames(signs);
        maskings = List.of(json(all), quotedJson(all), lines(headers), pairs(parameters), colons(fields), new Masking(BEARER, "$1 " + MASK));
    }

    /** Masks the values of secret fields, headers and query parameters wherever they stand in free text; null stays null. */
    public String text(String anything) {
        String masked = cut(anything);
        if (masked != null && mayTell(masked)) {
            for (Masking masking : maskings) {
                masked = masking.pattern().matcher(masked).replaceAll(masking.replacement());
            }
        }
        return masked;
    }

    /** Whatever is masked stands behind a name and one of these signs or a space. Most values of a body are words or numbers and have no sign; moments have no name. */
    private boolean mayTell(String text) {
        for (int index = 0; index < text.length(); index++) {
            char sign = text.charAt(index);
            if (sign == ':' || sign == '=' || sign == '%' || sign <= ' ') {
                return telling.areIn(text);
            }
        }
        return false;
    }

    /** A cut may open a value that was closed, which is masked to its end all the same. */
    private static String cut(String text) {
        if (text == null || text.length() <= LONGEST_TEXT) {
            return text;
        }
        int end = LONGEST_TEXT - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    /** The body as text with its secrets masked: by structure when it is JSON, else as free text; null when there is none. */
    public String body(byte[] body, String contentType) {
        if (body == null) {
            return null;
        }
        String text = new String(body, StandardCharsets.UTF_8);
        return hasNothingToMask(text) ? text : masked(body, text);
    }

    private String masked(byte[] body, String text) {
        try {
            JsonNode tree = Trees.JSON.readTree(body);
            return tree.isContainerNode() ? masked(tree).toString() : text(text);
        } catch (IOException e) {
            return text(text);
        }
    }

    /** Only of what is spelt plainly: no name hides behind an escape, and JSON would come out as it went in. */
    private boolean hasNothingToMask(String body) {
        return body.length() <= LONGEST_TEXT && isPlain(body) && !telling.areIn(body);
    }

    /** ASCII without escapes, and without white space but in strings: as JSON is written that nobody has to read. */
    private static boolean isPlain(String body) {
        boolean quoted = false;
        for (int index = 0; index < body.length(); index++) {
            char sign = body.charAt(index);
            if (sign < ' ' || sign == ' ' && !quoted || sign == '\\' || sign > '~') {
                return false;
            }
            quoted ^= sign == '"';
        }
        return true;
    }

    public Map<String, String> headers(Map<String, String> given) {
        Map<String, String> masked = new LinkedHashMap<>();
        given.forEach((name, value) -> masked.put(name, headers.contains(name) ? MASK : text(value)));
        return masked;
    }

    public String path(String pathWithQuery) {
        int mark = pathWithQuery.indexOf('?');
        return mark < 0 ? pathWithQuery : pathWithQuery.substring(0, mark + 1) + masked(pathWithQuery.substring(mark + 1));
    }

    private void addAuthorisation(ProviderSheet.Authorisation authorisation) {
        if (authorisation.text("header") != null) {
            headers.add(authorisation.text("header"));
        }
        if (authorisation.text("parameter") != null) {
            query.add(authorisation.text("parameter"));
        }
        if (authorisation.text("token") != null) {
            String pointer = authorisation.text("token");
            fields.add(pointer.substring(pointer.lastIndexOf('/') + 1));
        }
    }

    private String masked(String rest) {
        return List.of(rest.split("&", -1)).stream().map(this::parameter).collect(Collectors.joining("&"));
    }

    private String parameter(String pair) {
        int mark = pair.indexOf('=');
        return mark >= 0 && parameters.contains(decoded(pair.substring(0, mark))) ? pair.substring(0, mark + 1) + MASK : pair;
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }

    private JsonNode masked(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode copy = Trees.object();
                object.fields().forEachRemaining(field -> copy.set(field.getKey(),
                        fields.contains(field.getKey()) ? TextNode.valueOf(MASK) : masked(field.getValue())));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = array.arrayNode();
                array.forEach(item -> copy.add(masked(item)));
                yield copy;
            }
            case TextNode value -> TextNode.valueOf(text(value.asText()));
            default -> node;
        };
    }

    /** {@code "name": value}; a list or an object as value is masked up to its first end. */
    private static Masking json(Set<String> names) {
        return new Masking(pattern("(?<!\\\\)(?<quote>[\"'])", names,
                "\\k<quote>\\s*:\\s*(?:\"(?:[^\"\\\\]|\\\\.)*+\"?|'[^']*'?|\\[[^]]*]?|\\{[^}]*}?|[^\\s,}\\]]+)"), "\"${name}\":\"" + MASK + "\"");
    }

    /** The same inside JSON that is itself a JSON string, at any depth: the value ends with as many backslashes as its name began with. */
    private static Masking quotedJson(Set<String> names) {
        return new Masking(pattern("(?<!\\\\)(?<slashes>\\\\+)\"", names,
                "\\k<slashes>\"\\s*:\\s*(?:\\k<slashes>\".*?(?:(?<!\\\\)\\k<slashes>\"|\\z)|\\[[^]]*]?|\\{[^}]*}?|[^\\s,}\\]]+)"),
                "${slashes}\"${name}${slashes}\":${slashes}\"" + MASK + "${slashes}\"");
    }

    /** {@code Name: value} up to the end of the line. */
    private static Masking lines(Set<String> names) {
        return new Masking(pattern("(?<![\\w-])", names, "(?<middle>\\s*[:=]\\s*)[^\\r\\n]+"), "${name}${middle}" + MASK);
    }

    /** {@code name=value} of a query, a form or a log line; also of a URL that is itself encoded. */
    private static Masking pairs(Set<String> names) {
        return new Masking(pattern("(?:(?<![\\w-])|(?<=%3F|%26))", names, "(?<middle>=|%3D)" + VALUE), "${name}${middle}" + MASK);
    }

    private static Masking colons(Set<String> names) {
        return new Masking(pattern("(?<![\\w-])", names, "(?<middle>\\s*:\\s*)" + VALUE), "${name}${middle}" + MASK);
    }

    private static Pattern pattern(String before, Set<String> names, String after) {
        return Pattern.compile(before + "(?<name>" + alternatives(names) + ")" + after, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    private static String alternatives(Set<String> names) {
        return names.isEmpty() ? "(?!)" : names.stream().map(Pattern::quote).collect(Collectors.joining("|"));
    }

    private static Set<String> names(Collection<String> given) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(given);
        return names;
    }

    private record Masking(Pattern pattern, String replacement) {
    }
}
