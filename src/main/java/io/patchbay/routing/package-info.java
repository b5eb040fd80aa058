/**
 * What an operator decides: tenants, accounts, offerings and rules, checked as a whole and kept in numbered revisions, and the
 * choice of the account that carries a new subscription. Begin with {@link io.patchbay.routing.Configuration} and
 * {@link io.patchbay.routing.Router}. Knows no Camel.
 */
package io.patchbay.routing;
