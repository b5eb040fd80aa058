package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides by the outcome tables what an answer means. */
record Judge(ProviderSheet sheet, Mappings mappings, Scrubber scrubber, Clock clock) {
    Verdict judge(CallSheet call, AnswerTree answer) {
        return first(call.outcomes(), answer).or(() -> first(sheet.outcomes(), answer))
                .map(found -> verdict(found, answer)).orElseGet(() -> unmapped(call, answer));
    }

    private Optional<OutcomeRule> first(List<OutcomeRule> rules, AnswerTree answer) {
        for (OutcomeRule rule : rules) {
            if (matches(rule, answer)) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    Verdict judge(ProviderAnswer.NotAnswered lost) {
        return lost.phase() == Phase.NEVER_SENT
                ? Verdict.of(OutcomeClass.UNAVAILABLE_NOT_SENT, BuiltInRules.NEVER_SENT, scrubber.text(lost.fault()))
                : Verdict.of(OutcomeClass.UNKNOWN, BuiltInRules.NO_ANSWER, scrubber.text(lost.fault()));
    }

    Verdict judge(ProviderAnswer.Withheld withheld) {
        return new Verdict(OutcomeClass.THROTTLED, BuiltInRules.RATE_LIMIT, null, withheld.retryAfter(),
                "The account may make no more requests for the moment, so it was not sent.");
    }

    private boolean matches(OutcomeRule rule, AnswerTree answer) {
        return rule.covers(answer.status()) && mappings.holds(rule.when(), answer.tree());
    }

    private Verdict verdict(OutcomeRule rule, AnswerTree answer) {
        return switch (rule.outcome()) {
            case SUCCEEDED -> succeeded(rule, answer);
            case REJECTED -> new Verdict(OutcomeClass.REJECTED, rule.id(), refusal(rule, answer), retryAfter(answer), rule.message());
            default -> new Verdict(rule.outcome(), rule.id(), null, retryAfter(answer), rule.message());
        };
    }

    /** Whoever answers 200 with a page of HTML is not the provider's API. */
    private static Verdict succeeded(OutcomeRule rule, AnswerTree answer) {
        return answer.readable()
                ? Verdict.of(OutcomeClass.SUCCEEDED, rule.id(), rule.message())
                : Verdict.of(OutcomeClass.UNKNOWN, BuiltInRules.UNREADABLE_ANSWER, "The answer says success but is no JSON.");
    }

    private Verdict unmapped(CallSheet call, AnswerTree answer) {
        Bell.ring("{} answered {} to {} and no outcome rule covers that: the operation is settled by its probe; add a rule to its provider.yaml",
                sheet.name(), answer.status(), call.name());
        return new Verdict(OutcomeClass.UNKNOWN, BuiltInRules.UNMAPPED, null, retryAfter(answer),
                "No outcome rule covers status " + answer.status() + ".");
    }

    private Refusal refusal(OutcomeRule rule, AnswerTree answer) {
        JsonNode words = words(answer);
        String message = rule.message() != null ? rule.message() : scrubber.text(Trees.text(words, "message"));
        return new Refusal(rule.reason() == null ? rule.id() : rule.reason(), rule.pointer(),
                message == null ? "The provider refused the request." : message, details(words.path("errors")));
    }

    /** A refusal stays one even where its words cannot be mapped. */
    private JsonNode words(AnswerTree answer) {
        try {
            JsonNode words = mappings.words(answer.tree());
            return words == null ? Trees.object() : words;
        } catch (Unmappable e) {
            Bell.ring("{} refused a request but its words stay unknown: {}; correct the mapping", sheet.name(), e.getMessage());
            return Trees.object();
        }
    }

    private List<Refusal.Detail> details(JsonNode errors) {
        List<Refusal.Detail> details = new ArrayList<>();
        errors.forEach(error -> details.add(new Refusal.Detail(Trees.text(error, "pointer"), Trees.text(error, "code"),
                scrubber.text(Trees.text(error, "message")))));
        return details;
    }

    private Duration retryAfter(AnswerTree answer) {
        String header = answer.header("retry-after");
        if (header == null) {
            return null;
        }
        try {
            return header.strip().chars().allMatch(Character::isDigit) ? Duration.ofSeconds(Long.parseLong(header.strip())) : until(header.strip());
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    private Duration until(String httpDate) {
        Instant then = ZonedDateTime.parse(httpDate, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        Duration wait = Duration.between(clock.instant(), then);
        return wait.isNegative() ? Duration.ZERO : wait;
    }
}
