package io.patchbay.route;

import io.patchbay.mapping.OutcomeClass;

/** Tells the circuit breaker that an answer counts as a failure of the provider. The answer itself has been kept. */
final class ProviderFault extends RuntimeException {

    ProviderFault(OutcomeClass outcome) {
        super(outcome.name(), null, false, false);
    }
}
