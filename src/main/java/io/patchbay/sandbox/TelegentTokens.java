package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Telegent's tokens: each opens exactly one endpoint URL, whatever host and query it is called with. */
final class TelegentTokens {

    private static final DateTimeFormatter EXPIRY =
            DateTimeFormatter.ofPattern("MM/dd/yyyy hh:mm:ss a", Locale.US).withZone(ZoneOffset.UTC);
    private static final String BEARER = "Bearer ";

    private final Map<String, Token> tokens = new HashMap<>();
    private final Clock clock;
    private final Settings settings;
    private final String accountKey;
    private final String accountSecret;

    private record Token(String path, Instant expiry) {
    }

    TelegentTokens(Clock clock, Settings settings, String accountKey, String accountSecret) {
        this.clock = clock;
        this.settings = settings;
        this.accountKey = accountKey;
        this.accountSecret = accountSecret;
    }

    Answer issue(Request request) {
        return request.object().map(this::issue).orElseGet(() -> TelegentErrors.failure(400));
    }

    private Answer issue(ObjectNode body) {
        if (Json.text(body, "ApiEndpoint") == null) {
            return TelegentErrors.of(400, "The ApiEndpoint field is required.");
        }
        Optional<String> path = path(Json.text(body, "ApiEndpoint"));
        return TelegentErrors.missing(body, "AccountKey", "AccountSecret").or(() -> path.isPresent() ? Optional.empty()
                        : Optional.of(TelegentErrors.badRequest("ApiEndpoint must be a full URL.")))
                .or(() -> wrongCredentials(body)).orElseGet(() -> issued(path.orElseThrow()));
    }

    private Optional<Answer> wrongCredentials(ObjectNode body) {
        boolean right = accountKey.equals(Json.text(body, "AccountKey")) && accountSecret.equals(Json.text(body, "AccountSecret"));
        return right ? Optional.empty()
                : Optional.of(TelegentErrors.of(401, "Unauthorized: AccountKey or AccountSecret is not valid."));
    }

    private Answer issued(String path) {
        Instant now = clock.instant();
        Instant expiry = now.plusSeconds(settings.number("tokenLifetimeSeconds")).truncatedTo(ChronoUnit.SECONDS);
        String token = jwt(expiry);
        tokens.values().removeIf(old -> !now.isBefore(old.expiry));
        tokens.put(token, new Token(path, expiry));
        return Answer.json(200, Json.object().put("token", token).put("successful", true)
                .put("tokenExpiry", EXPIRY.format(expiry)));
    }

    // Looks like the real thing to whoever decodes it; it is checked by look-up, not by its signature.
    private String jwt(Instant expiry) {
        ObjectNode claims = Json.object().put("sub", accountKey).put("jti", UUID.randomUUID().toString())
                .put("exp", expiry.getEpochSecond()).put("iss", "https://api.telegent.co").put("aud", "com.telegent.co");
        return part(Json.bytes(Json.object().put("alg", "HS256").put("typ", "JWT"))) + "." + part(Json.bytes(claims)) + "."
                + part((UUID.randomUUID() + "-signature").getBytes(StandardCharsets.UTF_8));
    }

    private static String part(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The refusal where the request carries no token that is valid for its path. */
    Optional<Answer> refusal(Request request) {
        Token token = request.header("Authorization").filter(value -> value.startsWith(BEARER))
                .map(value -> tokens.get(value.substring(BEARER.length()))).orElse(null);
        if (token == null || !clock.instant().isBefore(token.expiry)) {
            return Optional.of(TelegentErrors.failure(401));
        }
        boolean inScope = token.path.equals(bare(request.path()));
        return inScope ? Optional.empty() : Optional.of(TelegentErrors.of((int) settings.number("wrongScopeStatus"),
                "Forbidden: the token was made for another ApiEndpoint."));
    }

    private static Optional<String> path(String url) {
        try {
            URI uri = URI.create(url);
            return uri.getHost() == null ? Optional.empty() : Optional.of(bare(uri.getRawPath()));
        } catch (IllegalArgumentException noUrl) {
            return Optional.empty();
        }
    }

    // The prefix belongs to the control port, on which all providers can be reached too.
    private static String bare(String path) {
        return path.replaceFirst("^/telegent(?=/)", "").replaceFirst("/+$", "");
    }

    void clear() {
        tokens.clear();
    }
}
