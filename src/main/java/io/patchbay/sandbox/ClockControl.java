package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Reads and moves the providers' time: <code>{"advance":"PT1H"}</code> or <code>{"now":"2027-01-01T00:00:00Z"}</code>. */
final class ClockControl {

    private final SandboxClock clock;

    ClockControl(SandboxClock clock) {
        this.clock = clock;
    }

    Answer read() {
        return Answer.json(200, Json.object().put("now", clock.instant().toString()));
    }

    Answer move(Request request) {
        Optional<ObjectNode> body = request.object().filter(object -> object.size() == 1);
        return body.map(this::move)
                .orElseGet(() -> Answer.refusal(400, "the body must hold either advance or now", "advance"));
    }

    private Answer move(ObjectNode body) {
        String name = body.fieldNames().next();
        try {
            return target(name, body.get(name).asText()).filter(ClockControl::sensible).map(this::moved)
                    .orElseGet(() -> Answer.refusal(400, "known are advance and now, within the years 1970 to 9999", name));
        } catch (DateTimeException | ArithmeticException malformed) {
            return Answer.refusal(400, "not a duration such as PT1H, or not a UTC time such as 2027-01-01T00:00:00Z", name);
        }
    }

    private Optional<Instant> target(String name, String value) {
        return switch (name) {
            case "advance" -> Optional.of(clock.instant().plus(Duration.parse(value)));
            case "now" -> Optional.of(Instant.parse(value));
            default -> Optional.empty();
        };
    }

    // Beyond these years the documented time formats no longer hold.
    private static boolean sensible(Instant target) {
        return !target.isBefore(Instant.EPOCH) && target.isBefore(Instant.parse("9999-01-01T00:00:00Z"));
    }

    private Answer moved(Instant target) {
        clock.moveTo(target);
        return read();
    }
}
