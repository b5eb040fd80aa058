package io.patchbay.subscription;

import static io.patchbay.subscription.SubscriptionStatus.ACTIVATED;
import static io.patchbay.subscription.SubscriptionStatus.BLOCKED;
import static io.patchbay.subscription.SubscriptionStatus.PAUSED;
import static io.patchbay.subscription.SubscriptionStatus.PENDING;
import static io.patchbay.subscription.SubscriptionStatus.SCHEDULED;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which order the state of a subscription allows. A rule is one constant; its sentence is what the caller reads when it says no.
 */
public enum Lifecycle {
    ACTIVATE(s -> s.isShell() || s.status() == SCHEDULED,
            "it waits neither for its activation data nor for a date, so there is nothing to activate"),
    CANCEL(s -> !s.status().isFinal(),
            "it has already ended"),
    PAUSE(s -> s.status() == ACTIVATED,
            "only an activated subscription can be paused"),
    RESUME(s -> s.status() == PAUSED,
            "only a paused subscription can be resumed"),
    MOVE_ACTIVATION(s -> s.scheduledAt() != null && s.status() == SCHEDULED,
            "it has no scheduled activation that this gateway holds"),
    DROP_ACTIVATION(s -> s.scheduledAt() != null && s.status() == SCHEDULED,
            "it has no scheduled activation that this gateway holds"),
    USE(s -> !s.heldHere() && Set.of(PENDING, ACTIVATED, PAUSED, BLOCKED).contains(s.status()),
            "the provider holds nothing for it to work on"),
    UPDATE(s -> true, "");

    private final Predicate<Subscription> allowed;
    private final String otherwise;

    Lifecycle(Predicate<Subscription> allowed, String otherwise) {
        this.allowed = allowed;
        this.otherwise = otherwise;
    }

    /** @return why not, or empty if the order may go on */
    public Optional<String> refuses(Subscription subscription) {
        return allowed.test(subscription)
                ? Optional.empty()
                : Optional.of("The subscription is " + subscription.status() + ": " + otherwise + ".");
    }
}
