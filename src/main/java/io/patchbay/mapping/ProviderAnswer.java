package io.patchbay.mapping;

import java.time.Duration;
import java.util.Map;

/** What came back for a {@link ProviderRequest}. */
public sealed interface ProviderAnswer {

    /** The provider answered; header names in any case, body null or empty when there was none. */
    record Answered(int status, Map<String, String> headers, byte[] body) implements ProviderAnswer {
    }

    /** Nothing came back; {@code fault} says why for the operator and never reaches a reseller. */
    record NotAnswered(Phase phase, String fault) implements ProviderAnswer {
    }

    /** Nothing was sent: the provider would not have taken it, for its limit is used up. It is as if it had said so itself. */
    record Withheld(Duration retryAfter) implements ProviderAnswer {
    }
}
