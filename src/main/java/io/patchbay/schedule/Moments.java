package io.patchbay.schedule;

import io.patchbay.subscription.Subscription;
import java.time.Duration;
import java.time.Instant;

/**
 * When something that is owed is to be done.
 *
 * @param dueAt      from when on
 * @param promisedAt what was ordered; null if that is {@code dueAt}
 * @param keepBy     until when it can be done with the promise kept, from which on the window counts; null if that is {@code dueAt}
 */
record Moments(Instant dueAt, Instant promisedAt, Instant keepBy) {

    /** A provider that is told of an end beforehand goes by days: so much of that time, a third, it can be told late. */
    private static final int SPARE = 3;

    /** @param now nothing that is promised now could have been done before */
    static Moments of(Subscription subscription, Due due, Instant now) {
        Instant dueAt = due.at().orElse(now);
        return due.kind() == DueKind.END && subscription.endsAt().isAfter(dueAt) ? ahead(dueAt, subscription.endsAt(), now) : new Moments(dueAt, null, null);
    }

    private static Moments ahead(Instant dueAt, Instant end, Instant now) {
        Instant keepBy = dueAt.plus(Duration.between(dueAt, end).dividedBy(SPARE));
        return new Moments(dueAt, end, keepBy.isBefore(now) ? now : keepBy);
    }
}
