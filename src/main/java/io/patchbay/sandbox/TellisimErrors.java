package io.patchbay.sandbox;

/** TelliSIM's error body: <code>error</code> and a <code>message</code>, no code, no field. */
final class TellisimErrors {

    static final String MISSING_KEY = "Unauthorized: API key is missing";

    private TellisimErrors() {
    }

    static Answer of(int status, String message) {
        return Answer.json(status, Json.object().put("error", true).put("message", message));
    }

    static Answer noSubscription() {
        return of(404, "Subscription not found");
    }

    // TelliSIM documents no 429 and so no Retry-After; only a tester who names the seconds gets the header.
    static Answer throttled(Long retryAfter) {
        Answer answer = of(429, "Too many requests");
        return retryAfter == null ? answer : answer.with("Retry-After", retryAfter);
    }

    static Answer failure(int status) {
        return switch (status) {
            case 400 -> of(400, "Bad request");
            case 401 -> of(401, MISSING_KEY);
            case 403 -> of(403, "Forbidden");
            case 404 -> of(404, "Not found");
            case 409 -> of(409, "Conflict");
            case 429 -> throttled(null);
            case 502 -> of(502, "SMS Delivery Failed");
            default -> of(status, "Internal server error");
        };
    }

    static Answer done(String message) {
        return Answer.json(200, Json.object().put("error", false).put("message", message));
    }
}
