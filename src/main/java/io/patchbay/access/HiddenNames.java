package io.patchbay.access;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Names that steer Apache Camel when they arrive as message headers, such as {@code CamelHttpUri} or
 * {@code org.apache.camel.…}. No caller has a use for them.
 */
final class HiddenNames {

    private static final String CAMEL = "camel";

    private HiddenNames() {
    }

    static boolean contains(String name) {
        for (int index = 0; name != null && index <= name.length() - CAMEL.length(); index++) {
            if (name.regionMatches(true, index, CAMEL, 0, CAMEL.length())) {
                return true;
            }
        }
        return false;
    }

    /** The query without the parameters of hidden names and without those whose name cannot be decoded; null if nothing stays. */
    static String strip(String query) {
        if (query == null) {
            return null;
        }
        String stripped = Arrays.stream(query.split("&")).filter(HiddenNames::isVisible).collect(Collectors.joining("&"));
        return stripped.isEmpty() ? null : stripped;
    }

    private static boolean isVisible(String parameter) {
        try {
            return !contains(URLDecoder.decode(parameter.split("=", 2)[0], StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
