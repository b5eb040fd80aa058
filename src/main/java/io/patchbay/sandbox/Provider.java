package io.patchbay.sandbox;

import java.util.List;

/** One simulated provider: its own API over its own state. Implementations are safe to call from many threads. */
interface Provider {

    String name();

    /** Settings include at least <code>seed</code>, for faults that strike by chance. */
    Settings settings();

    /** The provider's API, so that a fault on a call that does not exist is refused. */
    Routes routes();

    /** Ways into the state that the provider's API does not have, below <code>/control/{provider}</code>. */
    Routes backDoors();

    /**
     * Answers as documented.
     *
     * @param pause runs after the request is taken in and before anything is done, with no lock held
     */
    Answer answer(Request request, Runnable pause);

    /** The provider's own error body under any status. */
    Answer failure(int status);

    /** 429 as the provider documents it; <code>retryAfter</code> in seconds, null for the provider's usual. */
    Answer throttled(Long retryAfter);

    /** Everything that was ever created, oldest first. */
    List<GroundTruth> subscriptions();

    /** Adapts the state after settings were changed. */
    default void settingsChanged() {
    }

    /** Forgets all state and settings. */
    void reset();
}
