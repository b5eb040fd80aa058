package io.patchbay.access;

import io.patchbay.contract.Problem;
import io.patchbay.contract.ProblemCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Bodies are JSON in UTF-8, uncompressed; a PATCH may call itself a merge patch, which it is either way. */
final class MediaTypeFilter extends HttpFilter {

    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");
    private static final MediaType MERGE_PATCH = new MediaType("application", "merge-patch+json");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean hasBody = request.getContentLengthLong() > 0 && WITH_BODY.contains(request.getMethod());
        if (hasBody && !(isPlain(request) && isJson(request))) {
            ProblemWriter.write(response, Problem.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "Send the body as Content-Type: application/json, in UTF-8 and without Content-Encoding."));
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean isPlain(HttpServletRequest request) {
        String encoding = request.getHeader("Content-Encoding");
        return encoding == null || encoding.equalsIgnoreCase("identity");
    }

    private static boolean isJson(HttpServletRequest request) {
        String sent = request.getContentType();
        return MediaType.APPLICATION_JSON_VALUE.equals(sent) || sent != null && isJson(sent, request.getMethod());
    }

    private static boolean isJson(String sent, String method) {
        try {
            MediaType type = MediaType.parseMediaType(sent);
            boolean known = type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)
                    || method.equals("PATCH") && type.equalsTypeAndSubtype(MERGE_PATCH);
            return known && (type.getCharset() == null || type.getCharset().equals(StandardCharsets.UTF_8));
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }
}
