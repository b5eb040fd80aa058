/**
 * What an operator sees: health, metrics, the contract as pages. Reads what the others do and decides nothing. Begin with
 * {@link io.patchbay.ops.ProvidersHealth}.
 */
package io.patchbay.ops;
