package io.patchbay.routing;

/** One kind of thing that can be wrong although every file has the right shape. Must bear drafts that have not. */
interface ConfigurationCheck {

    void check(Draft draft, KnownProviders known);
}
