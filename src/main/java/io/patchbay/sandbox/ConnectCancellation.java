package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/** Cancelling at Connect: always scheduled for a day, never at once. */
final class ConnectCancellation {

    private static final Set<String> REASONS = Set.of("BETTER_DEAL_PRICE", "NOT_HAPPY_MISSING_FUNCTIONS",
            "NOT_HAPPY_COVERAGE_SLA", "NOT_HAPPY_COMPLEX_ADMIN", "NOT_HAPPY_SUPPORT_ENGAGEMENT", "FRAUD", "FRAUD_ATTEMPT",
            "TEST_OR_MARKETING", "NO_NEED", "WRONG_ORDER", "OTHER");
    private static final Set<String> CANCEL_TYPES = Set.of("CancelNextDay", "CancelAtBeginningOfNextMonth", "CancelAtDate");

    private final Clock clock;
    private final ConnectSubscriptions subscriptions;

    ConnectCancellation(Clock clock, ConnectSubscriptions subscriptions) {
        this.clock = clock;
        this.subscriptions = subscriptions;
    }

    Answer order(String id, Request request) {
        return subscriptions.with(id, subscription -> request.object().map(body -> cancel(subscription, body))
                .orElseGet(ConnectErrors::notAnObject));
    }

    private Answer cancel(ConnectSubscription subscription, ObjectNode body) {
        ConnectChecks checks = new ConnectChecks().objects(body, "cancelAt", "metadata").wanted(body, "cancelAt.type")
                .oneOf(body, "cancelAt.type", CANCEL_TYPES).oneOf(body, "reason", REASONS).text(body, "comment", text -> true);
        if ("OTHER".equals(Json.text(body, "reason")) && !body.hasNonNull("comment")) {
            checks.missing("comment");
        }
        return cancelDate(checks, body.path("cancelAt")).refusal().or(() -> alreadyCancelled(subscription))
                .orElseGet(() -> cancelled(subscription, body.path("cancelAt")));
    }

    private ConnectChecks cancelDate(ConnectChecks checks, JsonNode cancelAt) {
        if (!"CancelAtDate".equals(Json.text(cancelAt, "type"))) {
            return checks;
        }
        if (!cancelAt.hasNonNull("date")) {
            return checks.missing("cancelAt.date");
        }
        boolean ahead = ConnectChecks.day(Json.text(cancelAt, "date")).filter(day -> !day.isBefore(today())).isPresent();
        return ahead ? checks : checks.malformed("cancelAt.date");
    }

    private static Optional<Answer> alreadyCancelled(ConnectSubscription subscription) {
        return subscription.status() != ConnectSubscription.Status.CANCELLED ? Optional.empty()
                : Optional.of(ConnectErrors.of(409, "SUBSCRIPTION_CANCELLED", "The subscription is already cancelled"));
    }

    private Answer cancelled(ConnectSubscription subscription, JsonNode cancelAt) {
        LocalDate day = switch (Json.text(cancelAt, "type")) {
            case "CancelNextDay" -> today().plusDays(1);
            case "CancelAtBeginningOfNextMonth" -> today().plusMonths(1).withDayOfMonth(1);
            default -> LocalDate.parse(Json.text(cancelAt, "date"));
        };
        subscription.cancelOn(day, clock.instant());
        return Answer.json(200, subscription.json());
    }

    private LocalDate today() {
        return ConnectSubscription.dayOf(clock.instant());
    }
}
