/**
 * The kill matrix: two gateways on one PostgreSQL, the simulated providers, a load of orders, and everything that can go wrong between
 * them. In the end what the resellers were told and what the gateway says is held against what the providers hold. Begin with
 * {@link io.patchbay.killmatrix.KillMatrix}. On the same ground {@link io.patchbay.killmatrix.Rerouting} changes routing and the providers' data under
 * traffic that may not notice.
 */
package io.patchbay.killmatrix;
