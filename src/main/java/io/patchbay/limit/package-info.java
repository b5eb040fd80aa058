/**
 * How fast a provider account may be called, over all nodes together, and whose calls come first. Knows neither orders nor providers.
 * Begin with {@link io.patchbay.limit.Turnstile}.
 */
package io.patchbay.limit;
