package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;

/** What TelliSIM's network knows of a SIM: messages, where it was last seen, and its events. */
final class TellisimNetwork {

    private static final Duration SEEN_WITHIN = Duration.ofDays(7);
    private static final long LONGEST_PERIOD_DAYS = 7;

    private final TellisimSubscriptions subscriptions;

    TellisimNetwork(TellisimSubscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    Answer sendSms(String iccid, Request request) {
        ObjectNode body = request.object().orElseGet(Json::object);
        Optional<Answer> missing = Stream.of("from", "message").filter(name -> !body.path(name).isTextual()).findFirst()
                .map(name -> TellisimErrors.of(400, name + " is required"));
        return subscriptions.with(iccid, _ -> missing.orElseGet(() -> TellisimErrors.done("SMS sent successfully")));
    }

    Answer location(String iccid) {
        return subscriptions.with(iccid, subscription -> {
            ObjectNode lastOperator = seen(subscription.firstUse()) ? lastOperator() : null;
            return Answer.json(200, Json.object().put("error", false).set("last_operator", lastOperator));
        });
    }

    private boolean seen(Instant use) {
        return use != null && !use.plus(SEEN_WITHIN).isBefore(subscriptions.now());
    }

    private static ObjectNode lastOperator() {
        return Json.object().put("country", "United States").put("country_alpha_2", "us").put("operator", "AT&T USA")
                .put("rat", "4G - LTE").put("imei", "356703224849612");
    }

    Answer events(String iccid, Request request) {
        JsonNode period = request.object().map(body -> body.path("period")).orElseGet(Json::object);
        Optional<LocalDate> start = day(Json.text(period, "start"));
        Optional<LocalDate> end = day(Json.text(period, "end"));
        return subscriptions.with(iccid, subscription -> start.isPresent() && end.isPresent() && valid(start.get(), end.get())
                ? events(subscription, start.get(), end.get()) : TellisimErrors.of(400, "Invalid period"));
    }

    private static boolean valid(LocalDate start, LocalDate end) {
        return start.isBefore(end) && ChronoUnit.DAYS.between(start, end) < LONGEST_PERIOD_DAYS;
    }

    private static Answer events(TellisimSubscription subscription, LocalDate start, LocalDate end) {
        ObjectNode json = Json.object().put("error", false).put("label", subscription.sim.label.spelling());
        ObjectNode data = json.putObject("data");
        Stream.of("2g_or_3g_attach", "4g_or_5g_attach", "data_usage").forEach(data::putArray);
        Instant use = subscription.firstUse();
        if (use != null && within(use.atZone(ZoneOffset.UTC).toLocalDate(), start, end)) {
            data.withArray("4g_or_5g_attach").addObject().put("event_time", use.truncatedTo(ChronoUnit.SECONDS).toString())
                    .put("country_name", "United States").put("country_alpha_2", "us").put("operator", "AT&T USA")
                    .put("oper_allowed", true);
        }
        return Answer.json(200, json);
    }

    private static boolean within(LocalDate day, LocalDate start, LocalDate end) {
        return !day.isBefore(start) && !day.isAfter(end);
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.ofNullable(text).map(LocalDate::parse);
        } catch (DateTimeParseException noDay) {
            return Optional.empty();
        }
    }
}
