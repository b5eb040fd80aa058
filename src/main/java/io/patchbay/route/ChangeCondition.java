package io.patchbay.route;

import io.patchbay.contract.Problem;
import java.util.Optional;

/** What a valid change must meet besides before it comes into force over the API. Asked before anything is written; may take seconds. */
interface ChangeCondition {

    /** @return why it does not come into force; empty if nothing stands against it */
    Optional<Problem> refuses(ProposedChange change);
}
