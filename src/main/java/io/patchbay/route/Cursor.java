package io.patchbay.route;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The place where a list goes on: the last id that was shown, so that a page costs the same at any depth. */
final class Cursor {

    private static final String MARK = "v1:";
    private static final String ID = "_[0-9a-f]{32}";

    private Cursor() {
    }

    static String after(String id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((MARK + id).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param kind how the ids of the list begin, such as {@code sub}
     * @return empty if the text is no cursor of this list
     */
    static Optional<String> read(String cursor, String kind) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            return text.matches(MARK + kind + ID) ? Optional.of(text.substring(MARK.length())) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
