package io.patchbay.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** Lays what a provider told about a subscription over what is known of it. */
public final class ProviderResult {

    private static final List<String> TIMES = List.of("activatedAt", "cancelledAt", "expiresAt");

    private ProviderResult() {
    }

    /**
     * What the provider told when it was only asked.
     *
     * @param patch a canonical subscription patch made by a response mapping; fields it does not name stay as they are
     * @return the subscription after it; unchanged if the provider's own time says the news is older than what is known
     */
    public static Subscription refreshed(Subscription known, ObjectNode patch) {
        return isStale(known, patch) ? known : stillScheduled(known, laidOver(known, patch));
    }

    /**
     * A provider that keeps the shell knows nothing of the date that is kept here. One that has activated it already has taken the date its
     * meaning.
     */
    private static Subscription stillScheduled(Subscription known, Subscription next) {
        if (known.scheduledAt() == null) {
            return next;
        }
        boolean waits = next.status() == SubscriptionStatus.PENDING || next.status() == SubscriptionStatus.SCHEDULED;
        return waits ? next.with(SubscriptionStatus.SCHEDULED, next.scheduledAt(), next.details())
                : next.with(next.status(), null, next.details().deepCopy().without(List.of(Details.HELD_ACTIVATION, Details.SHELL)));
    }

    /** What the provider told when it did what was ordered. That it did is news whatever time it gives to it. */
    public static Subscription laidOver(Subscription known, ObjectNode patch) {
        ObjectNode details = known.details().deepCopy();
        pendingStatus(details, patch);
        merge(details, "sim", patch.path("sim"));
        merge(details, Details.HANDLES, patch.path("handles"));
        TIMES.forEach(name -> Details.copy(patch, details, name));
        if (patch.hasNonNull("updatedAt") && !isStale(known, patch)) {
            details.set(Details.PROVIDER_UPDATED_AT, patch.get("updatedAt"));
        }
        return rebuilt(known, patch, details);
    }

    private static Subscription rebuilt(Subscription known, ObjectNode patch, ObjectNode details) {
        SubscriptionStatus status = patch.hasNonNull("status") ? SubscriptionStatus.valueOf(patch.get("status").asText()) : known.status();
        return new Subscription(known.id(), known.tenant(), known.referenceId(), status, known.provider(), known.account(),
                textOr(patch, "providerSubscriptionId", known.providerSubscriptionId()), known.offeringId(), known.customerId(),
                textOr(patch, "msisdn", known.msisdn()), known.scheduledAt(), status.isFinal() ? null : known.endsAt(), known.openOperation(), details, known.version(),
                known.createdAt(), known.updatedAt());
    }

    /** Every full view of a subscription tells what is pending; a view with a status and nothing pending ends an earlier announcement. */
    private static void pendingStatus(ObjectNode details, ObjectNode patch) {
        if (patch.hasNonNull("pendingStatus")) {
            details.set("pendingStatus", patch.get("pendingStatus"));
        } else if (patch.hasNonNull("status")) {
            details.remove("pendingStatus");
        }
    }

    private static void merge(ObjectNode details, String name, JsonNode news) {
        if (news instanceof ObjectNode fields && !fields.isEmpty()) {
            details.withObject("/" + name).setAll(fields);
        }
    }

    private static boolean isStale(Subscription known, ObjectNode patch) {
        Optional<Instant> before = time(known.details().path(Details.PROVIDER_UPDATED_AT));
        Optional<Instant> news = time(patch.path("updatedAt"));
        return before.isPresent() && news.isPresent() && news.get().isBefore(before.get());
    }

    private static Optional<Instant> time(JsonNode node) {
        try {
            return Optional.ofNullable(node.textValue()).map(Instant::parse);
        } catch (DateTimeParseException unreadable) {
            return Optional.empty();
        }
    }

    private static String textOr(ObjectNode patch, String name, String otherwise) {
        return patch.hasNonNull(name) ? patch.get(name).asText() : otherwise;
    }
}
