/**
 * Circuit breakers by hand: what an administrator has ruled about the breaker of a provider account ({@link io.patchbay.breaker.Rulings}), how a
 * node follows that ({@link io.patchbay.breaker.HeldBreakers}), and what the nodes see of their breakers
 * ({@link io.patchbay.breaker.Sightings}). Knows neither accounts nor Camel.
 */
package io.patchbay.breaker;
