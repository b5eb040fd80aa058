package io.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.contract.Problem;
import io.patchbay.contract.Problem.FieldError;
import io.patchbay.routing.Tenant;
import io.patchbay.schedule.DueTime;
import io.patchbay.schedule.Timetable;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Reads the times of an activation or of a cancellation, a bare date in the zone of its tenant. */
@Component
class ActivationTimes {

    /** Before any end: where the beginning is wrong, nothing can be said against the end. */
    private static final Instant UNKNOWN = Instant.MIN;

    private final Timetable timetable;

    ActivationTimes(Timetable timetable) {
        this.timetable = timetable;
    }

    /**
     * Sets {@link Order#time}.
     *
     * @param activation the object that holds at and until; may be missing
     * @param pointer    of that object in the request
     * @return everything wrong with the times, or empty
     */
    Optional<Problem> read(Order order, JsonNode activation, String pointer) {
        Optional<ZoneId> zone = zone(order);
        List<FieldError> errors = new ArrayList<>();
        DueTime.At at = text(activation, "at").map(text -> timetable.begin(text, zone, order.at))
                .map(read -> found(read, pointer + "/at", errors)).orElse(null);
        Instant begin = at != null ? at.instant() : activation.has("at") ? UNKNOWN : order.at;
        DueTime.At until = text(activation, "until").map(text -> timetable.end(text, zone, begin))
                .map(read -> found(read, pointer + "/until", errors)).orElse(null);
        order.time = new ActivationTime(pointer, at, until, day(until, activation));
        return errors.isEmpty() ? Optional.empty() : Optional.of(Refused.fields(errors));
    }

    /** What was held as a moment may have been ordered as a day. */
    private static String day(DueTime.At until, JsonNode activation) {
        return Optional.ofNullable(until).flatMap(DueTime.At::day).map(day -> day.date().toString())
                .or(() -> text(activation, ActivationTime.UNTIL_DAY)).orElse(null);
    }

    /** The date of a cancellation that is kept here. Sets {@link Order#time}. @return what is wrong with it, or empty */
    Optional<Problem> readCancellation(Order order) {
        List<FieldError> errors = new ArrayList<>();
        DueTime read = timetable.cancel(order.inbound.body().path("at").asText(), zone(order), order.at);
        order.time = new ActivationTime("", found(read, "/at", errors), null, null);
        return errors.isEmpty() ? Optional.empty() : Optional.of(Refused.fields(errors));
    }

    private static Optional<ZoneId> zone(Order order) {
        return Optional.ofNullable(order.configuration.tenants().get(order.inbound.tenant())).flatMap(Tenant::timeZone);
    }

    private static Optional<String> text(JsonNode activation, String name) {
        return Optional.ofNullable(activation.path(name).asText(null));
    }

    private static DueTime.At found(DueTime read, String pointer, List<FieldError> errors) {
        return switch (read) {
            case DueTime.At at -> at;
            case DueTime.Refused no -> {
                errors.add(new FieldError(pointer, null, no.code(), "`" + pointer.substring(1).replace('/', '.') + "` " + no.message()));
                yield null;
            }
        };
    }
}
