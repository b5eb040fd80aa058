/**
 * What administrators did, and what the gateway decided in their place: who, when, why, before and after. Begin with
 * {@link io.patchbay.audit.Audit}. Knows nothing of what it keeps.
 */
package io.patchbay.audit;
