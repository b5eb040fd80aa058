package io.patchbay.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.subscription.Details;
import io.patchbay.subscription.Subscription;
import io.patchbay.subscription.SubscriptionStatus;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Something a subscription is owed.
 *
 * @param at the moment, empty for as soon as its provider is asked such things at all
 */
public record Due(DueKind kind, Optional<Instant> at) {

    /** All that a subscription is owed as it stands; nothing once it has ended. */
    public static Set<Due> of(Subscription subscription) {
        Set<Due> all = new HashSet<>();
        if (!subscription.status().isFinal()) {
            activation(subscription).ifPresent(all::add);
            end(subscription).ifPresent(all::add);
            look(subscription).ifPresent(all::add);
        }
        return all;
    }

    private static Optional<Due> activation(Subscription subscription) {
        return Optional.ofNullable(subscription.scheduledAt()).map(at -> new Due(DueKind.ACTIVATE, Optional.of(at)));
    }

    /** A provider that wants to be told beforehand is told no earlier than it holds anything. */
    private static Optional<Due> end(Subscription subscription) {
        Duration ahead = Optional.ofNullable(subscription.details().path(Details.END_AHEAD).textValue()).filter(told -> !subscription.heldHere())
                .map(Duration::parse).orElse(Duration.ZERO);
        return Optional.ofNullable(subscription.endsAt()).map(at -> new Due(DueKind.END, Optional.of(at.minus(ahead))));
    }

    /** Only what its provider holds and what is going to change without an order. A shell waits for one. */
    private static Optional<Due> look(Subscription subscription) {
        boolean waits = subscription.status() == SubscriptionStatus.PENDING || subscription.status() == SubscriptionStatus.SCHEDULED;
        if (subscription.heldHere() || subscription.scheduledAt() != null) {
            return Optional.empty();
        }
        Optional<Instant> announced = Stream.of(subscription.details().at("/pendingStatus/scheduledAt"), subscription.details().path("expiresAt"))
                .flatMap(text -> moment(text).stream()).min(Comparator.naturalOrder());
        boolean soon = waits && !subscription.isShell() && !isAnnounced(subscription, SubscriptionStatus.ACTIVATED);
        return soon ? Optional.of(new Due(DueKind.LOOK, Optional.empty())) : announced.map(at -> new Due(DueKind.LOOK, Optional.of(at)));
    }

    /** What waits for its activation may be announced to end before anything is said of that. */
    private static boolean isAnnounced(Subscription subscription, SubscriptionStatus status) {
        JsonNode pending = subscription.details().path("pendingStatus");
        return pending.path("status").asText().equals(status.name()) && moment(pending.path("scheduledAt")).isPresent();
    }

    /** Providers announce a moment or a day; what is neither announces nothing. As exact as the database keeps it. */
    private static Optional<Instant> moment(JsonNode announced) {
        String text = announced.asText();
        try {
            return text.isEmpty() ? Optional.empty()
                    : Optional.of(text.indexOf('T') < 0 ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant() : Instant.parse(text).truncatedTo(ChronoUnit.MICROS));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
