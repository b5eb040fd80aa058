package io.patchbay.sandbox;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** All subscriptions at Connect, oldest first, each as of now. */
final class ConnectSubscriptions {

    private static final String REFERENCE_PREFIX = "rid_";

    private final Map<String, ConnectSubscription> byId = new LinkedHashMap<>();
    private final Map<String, ConnectSubscription> byReference = new HashMap<>();
    private final Clock clock;

    ConnectSubscriptions(Clock clock) {
        this.clock = clock;
    }

    void add(ConnectSubscription subscription) {
        byId.put(subscription.id, subscription);
        if (subscription.reference() != null) {
            byReference.put(REFERENCE_PREFIX + subscription.reference(), subscription);
        }
    }

    List<ConnectSubscription> all() {
        Instant now = clock.instant();
        byId.values().forEach(subscription -> subscription.catchUp(now));
        return List.copyOf(byId.values());
    }

    /** By subscription id, or by <code>rid_</code> and the reference id. */
    Optional<ConnectSubscription> find(String id) {
        Optional<ConnectSubscription> found = Optional.ofNullable(byId.getOrDefault(id, byReference.get(id)));
        found.ifPresent(subscription -> subscription.catchUp(clock.instant()));
        return found;
    }

    Answer with(String id, Function<ConnectSubscription, Answer> action) {
        return find(id).map(action)
                .orElseGet(() -> ConnectErrors.notFound("SUBSCRIPTION", "There is no such subscription"));
    }

    boolean hasReference(String reference) {
        return byReference.containsKey(REFERENCE_PREFIX + reference);
    }

    Stream<ConnectSubscription> withIccid(String iccid) {
        return all().stream().filter(one -> iccid.equals(one.iccid()));
    }

    void clear() {
        byId.clear();
        byReference.clear();
    }
}
