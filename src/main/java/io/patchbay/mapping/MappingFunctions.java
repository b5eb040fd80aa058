package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The functions JSLT lacks for a mobile provider's sake: all about time, all pure. */
final class MappingFunctions {
    static final List<Function> ALL = List.of(
            new Named("utc", 2, MappingFunctions::utc),
            new Named("instant", 3, MappingFunctions::instant),
            new Named("seconds-between", 2, MappingFunctions::secondsBetween),
            new Named("plus", 2, MappingFunctions::plus));
    /** Patterns come from mappings and settings, so there are few. */
    private static final Map<String, DateTimeFormatter> PATTERNS = new ConcurrentHashMap<>();

    private MappingFunctions() {
    }

    private static JsonNode utc(JsonNode[] given) {
        DateTimeFormatter pattern = pattern(given[1].asText());
        return TextNode.valueOf(pattern.format(moment(given[0]).atOffset(ZoneOffset.UTC)));
    }

    /** Unreadable gives null: a provider's odd date must not turn a clear answer into an unknown one. */
    private static JsonNode instant(JsonNode[] given) {
        DateTimeFormatter pattern = pattern(given[1].asText());
        try {
            TemporalAccessor parsed = pattern.parse(given[0].asText().strip());
            return TextNode.valueOf(instant(parsed, given[2]).toString());
        } catch (DateTimeParseException e) {
            return NullNode.getInstance();
        }
    }

    private static Instant instant(TemporalAccessor parsed, JsonNode zone) {
        ZoneId written = parsed.query(TemporalQueries.zone());
        ZoneId applied = written != null ? written : ZoneId.of(zone.asText("UTC"));
        LocalTime time = parsed.query(TemporalQueries.localTime());
        return LocalDateTime.of(parsed.query(TemporalQueries.localDate()), time == null ? LocalTime.MIDNIGHT : time)
                .atZone(applied).toInstant();
    }

    private static JsonNode secondsBetween(JsonNode[] given) {
        Duration between = Duration.between(moment(given[0]), moment(given[1]));
        return between.getNano() == 0
                ? LongNode.valueOf(between.getSeconds())
                : DoubleNode.valueOf(between.getSeconds() + between.getNano() / 1e9);
    }

    private static JsonNode plus(JsonNode[] given) {
        Instant moment = moment(given[0]);
        String amount = given[1].asText();
        return TextNode.valueOf((amount.contains("T")
                ? moment.plus(Duration.parse(amount))
                : moment.atOffset(ZoneOffset.UTC).plus(Period.parse(amount)).toInstant()).toString());
    }

    /** A day alone counts from midnight UTC. */
    private static Instant moment(JsonNode given) {
        String text = given.asText();
        return text.length() == 10
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : OffsetDateTime.parse(text).toInstant();
    }

    private static DateTimeFormatter pattern(String text) {
        return PATTERNS.computeIfAbsent(text, pattern -> new DateTimeFormatterBuilder()
                .parseCaseInsensitive().appendPattern(pattern).toFormatter(Locale.US));
    }

    @FunctionalInterface
    private interface Body {
        JsonNode apply(JsonNode[] given);
    }

    private record Named(String name, int arguments, Body body) implements Function {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public int getMinArguments() {
            return arguments;
        }

        @Override
        public int getMaxArguments() {
            return arguments;
        }

        /** Absent in, absent out; nonsense stops the mapping, for a date dropped in silence would order something else. */
        @Override
        public JsonNode call(JsonNode input, JsonNode[] given) {
            if (!Trees.present(given[0]) || "seconds-between".equals(name) && !Trees.present(given[1])) {
                return NullNode.getInstance();
            }
            try {
                return body.apply(given);
            } catch (DateTimeException | IllegalArgumentException e) {
                throw new JsltException(name + ": " + e.getMessage());
            }
        }
    }
}
