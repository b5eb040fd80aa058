package io.patchbay.route;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The place where a list goes on: the last id that was shown, so that a page costs the same at any depth. */
final class Cursor {

    private static final String MARK = "v1:";

    private Cursor() {
    }

    static String after(String id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((MARK + id).getBytes(StandardCharsets.UTF_8));
    }

    /** @return empty if the text is no cursor of ours */
    static Optional<String> read(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            return text.startsWith(MARK) ? Optional.of(text.substring(MARK.length())) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
