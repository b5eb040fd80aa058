/**
 * Keeps what must not be readable in a row: begin with {@link io.patchbay.seal.SealedFields}. Knows neither subscriptions nor
 * operations; they hand it what they store.
 */
package io.patchbay.seal;
