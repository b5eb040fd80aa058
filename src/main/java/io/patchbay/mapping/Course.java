package io.patchbay.mapping;

import java.util.List;

/**
 * What a walk goes through.
 *
 * @param unit      the provider
 * @param operation null for the restocking of a pool
 * @param shape     definition in result.schema.json the result must fit
 * @param steps     in order
 */
record Course(ProviderUnit unit, CanonicalOperation operation, String shape, List<Step> steps) {

    /** Restocking goes page by page, for it ends as soon as a free item turns up. */
    boolean collectsPages() {
        return operation != null;
    }

    CallSheet call(String name) {
        return unit.sheet().calls().get(name);
    }
}
