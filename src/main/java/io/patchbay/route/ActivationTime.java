package io.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.contract.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * When an activation shall begin and end.
 *
 * @param at    null for at once
 * @param until null for open-ended
 */
record ActivationTime(Instant at, Instant until) {

    /** Clocks differ; an order this old still means now. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);
    private static final Duration FARTHEST = Duration.ofDays(5 * 366);

    static ActivationTime of(JsonNode activation) {
        return new ActivationTime(instant(activation.path("at")), instant(activation.path("until")));
    }

    private static Instant instant(JsonNode text) {
        return text.isTextual() ? OffsetDateTime.parse(text.asText()).toInstant() : null;
    }

    boolean isLaterThan(Instant now) {
        return at != null && at.isAfter(now);
    }

    /** @param pointer of the object that holds at and until */
    Optional<Problem> problem(String pointer, Instant now) {
        if (at != null && at.isBefore(now.minus(TOLERANCE))) {
            return Optional.of(Refused.field(pointer + "/at", "past", pointer.isEmpty()
                    ? "at lies in the past; send a time in the future." : "activation.at lies in the past; leave it out to activate at once."));
        }
        if (at != null && at.isAfter(now.plus(FARTHEST))) {
            return Optional.of(Refused.field(pointer + "/at", "too-far", "at lies more than five years ahead; send an earlier time."));
        }
        if (until != null && !until.isAfter(at == null ? now : at)) {
            return Optional.of(Refused.field(pointer + "/until", "before-start", "until must be later than the activation begins."));
        }
        return Optional.empty();
    }
}
