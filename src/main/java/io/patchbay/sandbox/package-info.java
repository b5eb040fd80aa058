/**
 * Providers to try things out with: each one's documented API over state in memory, with faults to order and a clock to turn. Shares
 * no code with the gateway, so that the one proves the other. Begin with {@link io.patchbay.sandbox.Sandbox}.
 */
package io.patchbay.sandbox;
