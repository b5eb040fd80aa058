package io.patchbay.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.contract.Problem;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/** When a ruling about a circuit breaker is to end, as the request says it by {@code until} or {@code for}; an hour from now if it does not. */
sealed interface RulingEnd {

    Duration USUAL = Duration.ofHours(1);
    Duration LONGEST = Duration.ofDays(7);

    record At(Instant end) implements RulingEnd {
    }

    record Unusable(Problem problem) implements RulingEnd {
    }

    static RulingEnd of(ObjectNode body, Instant now) {
        if (body.has("until") && body.has("for")) {
            return unusable("/for", "not-both", "`until` and `for` say the same; send one of them");
        }
        String pointer = body.has("until") ? "/until" : "/for";
        try {
            return within(pointer, now, body.has("until") ? OffsetDateTime.parse(body.path("until").asText()).toInstant()
                    : now.plus(body.has("for") ? Duration.parse(body.path("for").asText()) : USUAL));
        } catch (DateTimeException | ArithmeticException unreadable) {
            return unusable(pointer, "format", "cannot be read; send `until` as a time such as 2026-12-01T18:00:00Z, or `for` as a duration such as PT2H");
        }
    }

    private static RulingEnd within(String pointer, Instant now, Instant end) {
        if (!end.isAfter(now)) {
            return unusable(pointer, "range", "is over already; send an end that is to come");
        }
        return end.isAfter(now.plus(LONGEST)) ? unusable(pointer, "range", "is too far away; a breaker is held for 7 days at most, and can be held anew then")
                : new At(end);
    }

    private static RulingEnd unusable(String pointer, String code, String message) {
        return new Unusable(Refused.field(pointer, code, message));
    }
}
