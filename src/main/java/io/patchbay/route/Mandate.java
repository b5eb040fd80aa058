package io.patchbay.route;

import io.patchbay.contract.ApiContract;
import io.patchbay.contract.Problem;
import io.patchbay.contract.Violation;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who changes the configuration, and what they say besides the change itself: in headers where the body is the entry, else in the body.
 *
 * @param reason    why; null if none was given
 * @param preview   id of the preview whose differences were accepted, or null
 * @param unchecked why credentials need no check this time, or null
 * @param purpose   what they change it for
 */
record Mandate(String actor, String reason, String preview, String unchecked, Purpose purpose) {

    private static final String REASON = "Patchbay-Reason";
    private static final String PREVIEW = "Patchbay-Preview";
    private static final String UNCHECKED = "Patchbay-Skip-Credential-Check";

    /** For everybody at once. */
    Mandate(String actor, String reason, String preview, String unchecked) {
        this(actor, reason, preview, unchecked, Purpose.CHANGE);
    }

    Mandate to(Purpose other) {
        return new Mandate(actor, reason, preview, unchecked, other);
    }

    static Mandate ofHeaders(HttpServletRequest request, String actor) {
        return new Mandate(actor, text(request.getHeader(REASON)), request.getHeader(PREVIEW), text(request.getHeader(UNCHECKED)));
    }

    static Mandate ofBody(Inbound inbound) {
        return new Mandate(inbound.actor(), inbound.body().path("reason").textValue(), inbound.body().path("preview").textValue(),
                inbound.body().path("skipCredentialCheck").textValue());
    }

    /** What is wrong with the headers. */
    Optional<Problem> refusal(ApiContract contract, String operation) {
        Map<String, String> headers = new HashMap<>();
        Stream.of(new String[] {REASON, reason}, new String[] {PREVIEW, preview}, new String[] {UNCHECKED, unchecked})
                .filter(header -> header[1] != null).forEach(header -> headers.put(header[0], header[1]));
        List<Violation> found = contract.headers(operation, headers);
        return found.isEmpty() ? Optional.empty() : Optional.of(Refused.fields(found.stream().map(violation -> new Problem.FieldError(
                violation.pointer(), violation.parameter(), violation.code(), violation.message())).toList()));
    }

    /** The reason as it is kept. */
    String recorded() {
        return unchecked == null ? reason : reason + " (credentials were not checked: " + unchecked + ")";
    }

    /** The container reads headers as Latin-1; most clients write them as UTF-8. What is not UTF-8 was meant as Latin-1. */
    private static String text(String header) {
        try {
            return header == null ? null
                    : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header.getBytes(StandardCharsets.ISO_8859_1))).toString();
        } catch (CharacterCodingException latin) {
            return header;
        }
    }
}
