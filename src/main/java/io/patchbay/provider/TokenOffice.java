package io.patchbay.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Asks a provider for a token. A token call changes nothing at the provider, so it may be repeated freely.
 */
final class TokenOffice {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A token has a few kilobytes; in bytes. */
    private static final long LONGEST_ANSWER = 1024 * 1024;

    private final HttpClient http;
    private final Duration timeout;
    private final URI baseUrl;
    private final JsonNode inputs;
    private final Supplier<Map<String, String>> credentials;
    private final TokenExpiry expiry;

    /** @param inputs of the mechanism {@code token-per-endpoint}, described in {@code contracts/schema/provider.schema.json} */
    TokenOffice(HttpClient http, Duration timeout, URI baseUrl, JsonNode inputs, Supplier<Map<String, String>> credentials, TokenExpiry expiry) {
        this.http = http;
        this.timeout = timeout;
        this.baseUrl = baseUrl;
        this.inputs = inputs;
        this.credentials = credentials;
        this.expiry = expiry;
    }

    Token fetch(URI endpoint) {
        HttpResponse<String> answer = send(endpoint);
        JsonNode body = readable(answer.body());
        String token = body.at(inputs.path("token").asText()).asText("");
        if (!isSuccess(answer.statusCode()) || !accepted(body) || token.isEmpty()) {
            throw failed(answer, body);
        }
        return new Token(token, expiry.usableUntil(body.at(inputs.path("expiry").asText()).asText(""), token));
    }

    private static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }

    /** An error of the provider, or an answer that is no JSON, says nothing about the credentials. */
    private static AuthorisationFailed failed(HttpResponse<String> answer, JsonNode body) {
        int status = answer.statusCode();
        boolean aboutUs = isSuccess(status) ? body.isObject() : status >= 400 && status < 500;
        AuthorisationFailed.Reason reason = switch (status) {
            case 429 -> AuthorisationFailed.Reason.THROTTLED;
            case 408 -> AuthorisationFailed.Reason.UNAVAILABLE;
            default -> aboutUs ? AuthorisationFailed.Reason.REFUSED : AuthorisationFailed.Reason.UNAVAILABLE;
        };
        return new AuthorisationFailed("the token call was answered " + status, reason, aboutUs, retryAfter(answer));
    }

    private static Duration retryAfter(HttpResponse<String> answer) {
        return answer.headers().firstValue("Retry-After").map(String::strip).filter(text -> text.matches("\\d{1,6}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds))).orElse(null);
    }

    private boolean accepted(JsonNode body) {
        return !inputs.hasNonNull("accepted") || body.at(inputs.get("accepted").asText()).asBoolean();
    }

    private HttpResponse<String> send(URI endpoint) {
        String[] call = inputs.path("http").asText().split(" ", 2);
        HttpRequest request = HttpRequest.newBuilder(URI.create(baseUrl + call[1])).timeout(timeout)
                .header("Content-Type", "application/json").header("Accept", "application/json")
                .method(call[0], BodyPublishers.ofString(body(endpoint).toString()))
                .build();
        return received(http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), LONGEST_ANSWER)));
    }

    /** The client's own time-out ends with the head of the answer; its body may drip for ever. */
    private HttpResponse<String> received(CompletableFuture<HttpResponse<String>> call) {
        try {
            return call.get(timeout.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException unreachable) {
            throw AuthorisationFailed.unanswered("the token call had no answer (" + unreachable.getCause().getClass().getSimpleName() + ")");
        } catch (TimeoutException slow) {
            call.cancel(true);
            throw AuthorisationFailed.unanswered("the answer to the token call took too long");
        } catch (InterruptedException stopped) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            throw AuthorisationFailed.unanswered("the token call was interrupted");
        }
    }

    private ObjectNode body(URI endpoint) {
        Map<String, String> known = credentials.get();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        inputs.path("body").properties().forEach(field -> body.put(field.getKey(), filled(field.getValue().asText(), endpoint, known)));
        return body;
    }

    private static String filled(String template, URI endpoint, Map<String, String> known) {
        String filled = template.replace("{endpoint}", endpoint.toString());
        for (Map.Entry<String, String> credential : known.entrySet()) {
            filled = filled.replace("{" + credential.getKey() + "}", credential.getValue());
        }
        return filled;
    }

    private static JsonNode readable(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException garbage) {
            return JsonNodeFactory.instance.missingNode();
        }
    }
}
